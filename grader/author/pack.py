"""`author pack`: what students get, and nothing else.

A student's copy can check: it holds the frozen answers, since nothing else could judge there. It
has neither solutions nor the hidden seed, and of each calibration only what fixes its bars.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.author.archive import write_folder, write_zip
from grader.author.build import CONFTEST
from grader.author.exercise import HANDOUTS, AuthorError
from grader.author.leaks import leaks
from grader.author.stubs import cut_stub
from grader.kit import ROOT, Kit, module_name
from grader.messages import Messages
from grader.notebook.command import ARCHIVE
from grader.notebook.write import notebook
from grader.reference import Reference
from grader.report.formats import cannot_write
from grader.spec import Trained

NAME = ARCHIVE
"""What a student's folder is called."""
FORMS = {"folder": NAME, "zip": f"{NAME}.zip", "template": f"{NAME}_template"}
"""By form: where it is written when nothing is said."""
TEMPLATES = Path(__file__).resolve().parent / "templates"
PLAIN = (
    *("LICENSE", "requirements.txt", "requirements-notebook.txt", ".vscode/settings.json"),
    *("docs/learners.md", "docs/learners.ko.md", "docs/mistakes.md", "docs/mistakes.ko.md"),
)
CODE = (".py", ".toml", ".html", ".j2", ".css", ".js")
DATA = (".py", ".npz", ".md", ".txt")
LEFT_OUT = ("author", "classroom", "reference")
"""Folders of `grader/`: the authors', the instructors', and what is written anew."""
PICTURES = ("figure.png", "figure.ko.png")
TEMPLATE_FILES = {
    "github/classroom.yml": ".github/workflows/classroom.yml",
    "github/gitignore": ".gitignore",
    "github/gitattributes": ".gitattributes",
}


def pack(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Write the student kit in the form asked for, after it was searched for what is secret.

    Raises UsageError where the place is taken, AuthorError where something is stale or secret.
    """
    slugs = [slug for slug, _ in kit.select(options.exercises or kit.slugs)]
    files = student_files(kit, slugs, notebooks=options.notebooks)
    if options.form == "template":
        files = {**files, **dict(_template_files())}
    _refuse_leaks(files, kit)
    out: Path = options.out or Path(FORMS[options.form])
    try:
        if options.form == "zip":
            write_zip({f"{NAME}/{name}": content for name, content in files.items()}, out)
        else:
            write_folder(files, out)
    except OSError as error:
        raise cannot_write(out, error) from error
    data = {"path": str(out), "exercises": len(set(slugs)), "files": len(files)}
    print(messages.text("ui", "packed", data))
    return 0


def _refuse_leaks(files: Mapping[str, bytes], kit: Kit) -> None:
    found = leaks(files, kit)
    if found:
        told = "\n".join(f"  {leak.path}: {leak.what}" for leak in found)
        raise AuthorError(kit.root, f"not packed; students would get what is secret:\n{told}")


def student_files(kit: Kit, slugs: Iterable[str], *, notebooks: bool = False) -> dict[str, bytes]:
    """Return the files of a student's copy by their paths. Raises AuthorError for what is stale."""
    references = [kit.load(slug) for slug in sorted(set(slugs))]
    files: dict[str, bytes] = {}
    for reference in references:
        files.update(_exercise_files(kit, reference, notebooks=notebooks))
    files.update(_calibration(kit, references))
    files.update(tree(kit.root / "grader", CODE, LEFT_OUT))
    files.update(tree(kit.root / "data", DATA))
    files[f"exercises/{CONFTEST.name}"] = CONFTEST.read_bytes()
    for name in PLAIN:
        files[name] = (ROOT / name).read_bytes()
    for language, name in HANDOUTS.items():
        files[name] = _readme(references, name, language)
    return files


def _exercise_files(
    kit: Kit, reference: Reference, *, notebooks: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield stub, handouts, figures and frozen answers. The stub is the frozen one: what lies in
    the author's own `exercises/` may have been tried out and filled in.
    """
    slug, folder = reference.slug, f"exercises/{reference.slug}"
    _refuse_stale(kit, reference)
    yield f"{folder}/{reference.file}", reference.stub.encode()
    for name in (*HANDOUTS.values(), *PICTURES):
        path = kit.exercises / slug / name
        if path.is_file():
            yield f"{folder}/{name}", path.read_bytes()
        elif name in HANDOUTS.values():
            raise AuthorError(path, "is missing; run `python -m grader author build`")
    if notebooks:
        name = f"{folder}/{module_name(slug)}.ipynb"
        yield name, notebook(reference.stub, reference, NAME)
    yield f"grader/reference/{slug}.json", (kit.reference / f"{slug}.json").read_bytes()


def _refuse_stale(kit: Kit, reference: Reference) -> None:
    path = kit.solutions / reference.slug / reference.file
    tasks = tuple(task.id for task in reference.tasks)
    if not path.is_file() or cut_stub(path.read_text("utf-8"), path, tasks) != reference.stub:
        frozen = kit.reference / f"{reference.slug}.json"
        raise AuthorError(frozen, "is stale; run `python -m grader author build`")


def _calibration(kit: Kit, references: Sequence[Reference]) -> Iterator[tuple[str, bytes]]:
    """Yield what fixes the bars: the worst right run and the best wrong one of each recipe."""
    path = kit.reference / "calibration.json"
    if not path.is_file():
        return
    found: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    tasks = [task for reference in references for task in reference.tasks]
    asked = {task.id for task in tasks}
    also = {c.bar_of for task in tasks for c in task.checks if isinstance(c, Trained)}
    kept = {
        key: _bar_only(one)
        for key, one in found.items()
        if key.partition(" ")[0] in asked or key in also
    }
    yield "grader/reference/calibration.json", (json.dumps(kept, indent=1) + "\n").encode()


def _bar_only(calibration: dict[str, Any]) -> dict[str, Any]:
    best_wrong = max(max(runs) for runs in calibration["wrong"].values())
    worst_right = min(calibration["right"])
    bounds = {"reference": "", "right": [worst_right], "wrong": {"best": [best_wrong]}}
    return {**calibration, **bounds}


def tree(
    folder: Path, endings: tuple[str, ...], left_out: tuple[str, ...] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield a folder's files of these kinds, but for some folders and all that is hidden."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.suffix in endings and path.is_file() and not hidden and parts[0] not in left_out:
            yield path.relative_to(folder.parent).as_posix(), path.read_bytes()


def _readme(references: Sequence[Reference], name: str, language: str) -> bytes:
    rows = [
        f"| {one.id} | [{one.titles[language]}](exercises/{one.slug}/{name}) | {one.minutes} |"
        for one in references
    ]
    first = references[0]
    values = {
        "@ROWS@": "\n".join(rows),
        "@SLUG@": first.slug,
        "@FILE@": first.file,
        "@ID@": first.id,
        "@TASK@": first.tasks[0].id,
    }
    text = (TEMPLATES / "student" / name).read_text("utf-8")
    for marker, value in values.items():
        text = text.replace(marker, value)
    return text.encode()


def _template_files() -> Iterator[tuple[str, bytes]]:
    for source, name in TEMPLATE_FILES.items():
        yield name, (TEMPLATES / source).read_bytes()
