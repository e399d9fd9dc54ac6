"""Looks through what students are to get for what they must not get.

What is searched for is taken from the author's folder itself: the lines of the solutions, its other
files, the hidden seed, and the labels of the pictures on which accuracy is tested.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from grader.author.archive import Files
from grader.kit import Kit, module_name
from grader.reference import Sealed
from grader.seal import Seal
from grader.train.calibration import load as load_calibrations
from grader.train.data import HIDDEN_SEED, OPEN_STREAM, load_test

LONG = 24
"""A line with so many characters, spaces and quotes aside, is not written twice by chance."""
CODE_RUN = 3
"""So many lines of one solution in a row in the grader's own code are a copy. It counts as the
solutions do, so that one line may well stand in both."""
SOME = 48
"""So many labels in a row are searched for."""
FOLDERS = frozenset(("solutions", "right", "wrong", "tests", "benchmarks", ".git", "__pycache__"))
NAMES = frozenset(("checks.py", "hints.toml", "figure.py", HIDDEN_SEED.name))
ENDINGS = (".pyc", ".bak", ".db", ".sqlite", ".sqlite3")
_LARGE = re.compile(r"(?<![\w.])(?:\d{1,3}(?:[,_]\d{3})+|\d{4,12})(?![\w.])")
"""Numbers of four digits or more, however they are written."""
_ENTRY = r"""["'`]{key}["'`]\W{{1,8}}?(\d[\d,_]*)(?![\w.])"""
_SQUEEZED = re.compile(r"""[\s"'\\]""")
_REMARK = re.compile(r"(^|\s)#.*$")


@dataclass(frozen=True)
class Leak:
    """Something in a file that students must not get."""

    path: str
    what: str


Labels = Mapping[bytes, str]
"""Labels in a form in which they may be kept, and which they are."""


def leaks(files: Files, kit: Kit, labels: Labels | None = None) -> list[Leak]:
    """Return everything in `files` that students must not get; empty where all is well.

    `labels` spares drawing the hidden tests anew: see `hidden_labels`.
    """
    if labels is None:
        labels = hidden_labels(kit)
    return [
        *_names(files),
        *_whole_files(files, kit.solutions),
        *_lines(files, kit),
        *_predictions(files, kit),
        *_seed(files, kit.root / HIDDEN_SEED),
        *_labels(files, labels),
    ]


def _names(files: Files) -> Iterator[Leak]:
    for name in sorted(files):
        path = PurePosixPath(name)
        if FOLDERS & set(path.parts) or path.name in NAMES or path.name.endswith(ENDINGS):
            yield Leak(name, "its name")


def _whole_files(files: Files, solutions: Path) -> Iterator[Leak]:
    """Find an author's file whatever it is called here; handouts are meant for students."""
    own = [p for p in sorted(solutions.rglob("*")) if p.suffix in (".py", ".toml") and p.is_file()]
    known = {_squeezed(p.read_text("utf-8")): p.relative_to(solutions).as_posix() for p in own}
    for name, text in _texts(files):
        what = known.get(_squeezed(text))
        if what is not None:
            yield Leak(name, what)


def _lines(files: Files, kit: Kit) -> Iterator[Leak]:
    """Find lines of solutions: any long one in what is made of the author's folder, several in a
    row in the grader's own code.
    """
    stubs = "".join(_squeezed(kit.load(slug, answers=False).stub) for slug in kit.slugs)
    searched = [(name, _squeezed(_without_hints(name, text))) for name, text in _texts(files)]
    for slug in kit.slugs:
        secret = [line for line in solution_lines(kit, slug) if _squeezed(line) not in stubs]
        long = [line for line in secret if len(_squeezed(line)) >= LONG]
        runs = ["\n".join(secret[n : n + CODE_RUN]) for n in range(len(secret) - CODE_RUN + 1)]
        for name, text in searched:
            own = name.endswith(".py") and name.startswith(("grader/", "data/"))
            for line in runs if own else long:
                if _squeezed(line) in text:
                    yield Leak(name, f"{slug}: {line}")


def solution_lines(kit: Kit, slug: str) -> list[str]:
    """Return the lines of code between the markers of a solution, without remarks."""
    path = kit.solutions / slug / f"{module_name(slug)}.py"
    lines, inside = [], False
    for line in path.read_text("utf-8").splitlines():
        if "# BEGIN SOLUTION" in line or "# END SOLUTION" in line:
            inside = "# BEGIN" in line
        elif inside and (code := _REMARK.sub("", line).strip()):
            lines.append(code)
    return lines


def _without_hints(name: str, text: str) -> str:
    """Leave out the hints: the third of them is almost the line, and is asked for."""
    if not name.endswith(".json"):
        return text
    found = json.loads(text)
    for task in found.get("tasks", []):
        task.pop("hints", None)
    return json.dumps(found, ensure_ascii=False)


def _predictions(files: Files, kit: Kit) -> Iterator[Leak]:
    """Find right answers to what is to be predicted, in what is told of their exercise.

    Of large numbers it is enough that they stand there; small ones stand everywhere, so they have
    to stand behind the name of their entry.
    """
    for slug in kit.slugs:
        own = [(name, text) for name, text in _texts(files) if slug in name]
        large = {name: _LARGE.findall(text) for name, text in own}
        for task, key, seal in _seals(kit, slug):
            entry = re.compile(_ENTRY.format(key=re.escape(key)))
            for name, text in own:
                said = {re.sub(r"[,_]", "", one) for one in (*large[name], *entry.findall(text))}
                if any(seal.opens(int(one)) for one in said):
                    yield Leak(name, f"the answer to {key!r} of task {task}")


def _seals(kit: Kit, slug: str) -> Iterator[tuple[str, str, Seal]]:
    for task in kit.load(slug).tasks:
        for case in task.cases:
            if isinstance(case.answer, Sealed):
                for key, seal in case.answer.entries.items():
                    yield task.id, key, seal


def _seed(files: Files, path: Path) -> Iterator[Leak]:
    if not path.is_file():
        return
    digits = path.read_text("utf-8").strip()
    forms = {digits, str(OPEN_STREAM + int(digits))}
    wanted = re.compile(rb"(?<!\d)(?:%s)(?!\d)" % "|".join(sorted(forms)).encode())
    for name, content in sorted(files.items()):
        if len(digits) >= 5 and wanted.search(content):
            yield Leak(name, "the hidden seed")


def _labels(files: Files, wanted: Labels) -> Iterator[Leak]:
    for name, content in sorted(files.items()):
        haystacks = [content, *_arrays(name, content)]
        text = _squeezed(content.decode("utf-8", "replace")).encode()
        for form, what in wanted.items():
            if any(form in haystack for haystack in (*haystacks, text)):
                yield Leak(name, what)


def hidden_labels(kit: Kit) -> Labels:
    """Return the first labels of each hidden test, in every form in which they may be kept."""
    return dict(_forms_of_labels(kit))


def _forms_of_labels(kit: Kit) -> Iterator[tuple[bytes, str]]:
    for key, found in load_calibrations(kit).items():
        recipe = found.recipe
        for seed in recipe.seeds:
            _, labels = load_test(recipe.data, recipe.test_size, seed, recipe.test_options)
            some = labels[:SOME]
            what = f"labels of the hidden test of {key}, seed {seed}"
            yield ",".join(str(int(one)) for one in some).encode(), what
            for dtype in ("<u1", "<i2", "<i4", "<i8", "<f4", "<f8"):
                yield some.astype(dtype).tobytes(), what


def _arrays(name: str, content: bytes) -> Iterator[bytes]:
    """Yield the arrays of a reference, which are written in base64."""
    if name.endswith(".json"):
        found: Any = json.loads(content)
        for record in found.get("arrays", []):
            yield base64.b64decode(record["data"])


def _texts(files: Files) -> Iterator[tuple[str, str]]:
    for name, content in sorted(files.items()):
        try:
            yield name, content.decode("utf-8")
        except UnicodeDecodeError:
            continue


def _squeezed(text: str) -> str:
    """Leave out what a copy may change without being another text: spaces and quotes."""
    return _SQUEEZED.sub("", text)
