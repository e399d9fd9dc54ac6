"""Reading what an author wrote in `solutions/NN_topic/`."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.kit import module_name
from grader.spec import Exercise
from grader.submission import read_tree

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LANGUAGES = ("en", "ko")
HANDOUTS = {"en": "README.md", "ko": "README.ko.md"}
LEVELS = 3


class AuthorError(Exception):
    """A fault in an author's folder, printed as `path:line: what is wrong`."""

    def __init__(self, path: Path, message: str, line: int | None = None) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


@dataclass(frozen=True)
class Authored:
    """One author's folder, read."""

    folder: Path
    exercise: Exercise
    solution: str
    titles: Mapping[str, str]
    hints: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By task, then by language."""

    @property
    def slug(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def file(self) -> Path:
        """The solution's path."""
        return self.folder / f"{module_name(self.slug)}.py"

    def parameters(self, name: str) -> tuple[str, ...]:
        """Return the parameter names of one of the solution's functions, in order."""
        for node in read_tree(self.solution).body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args))
        if name.isupper():
            return ()
        raise AuthorError(self.file, f"no top-level function `{name}`, which checks.py declares")


def read_authored(folder: Path) -> Authored:
    """Read an author's folder. Raises AuthorError with the path of what is wrong in it."""
    try:
        file = folder / f"{module_name(folder.name)}.py"
    except ValueError as error:
        raise AuthorError(folder, str(error)) from None
    for path in (file, folder / "checks.py", folder / "hints.toml", folder / "figure.py"):
        if not path.is_file():
            raise AuthorError(path, "is missing; `python -m grader author new` makes a whole set")
    exercise = load_checks(folder / "checks.py")
    _validate(exercise, folder)
    solution = file.read_text("utf-8")
    try:
        read_tree(solution)
    except SyntaxError as error:
        raise AuthorError(file, error.msg, error.lineno) from None
    return Authored(
        folder,
        exercise,
        solution,
        {language: _title(folder / name, exercise) for language, name in HANDOUTS.items()},
        _hints(folder / "hints.toml", tuple(task.id for task in exercise.tasks)),
    )


def load_checks(path: Path) -> Exercise:
    """Import an author's `checks.py` and return its `EXERCISE`."""
    exercise = load_module(path).__dict__.get("EXERCISE")
    if not isinstance(exercise, Exercise):
        raise AuthorError(path, "defines no `EXERCISE = Exercise(...)`")
    return exercise


def load_module(path: Path) -> Any:
    """Import one of the author's own files by its path."""
    name = f"_authored_{path.parent.name}_{path.stem}"
    module_spec = importlib.util.spec_from_file_location(name, path)
    assert module_spec is not None and module_spec.loader is not None
    module = importlib.util.module_from_spec(module_spec)
    try:
        module_spec.loader.exec_module(module)
    except Exception as error:
        raise AuthorError(path, f"{type(error).__name__}: {error}") from error
    return module


def _validate(exercise: Exercise, folder: Path) -> None:
    path = folder / "checks.py"
    number = str(int(folder.name[:2]))
    ids = [task.id for task in exercise.tasks]
    for task in exercise.tasks:
        if not re.fullmatch(rf"{number}\.\d+", task.id) or ids.count(task.id) > 1:
            raise AuthorError(path, f"task id {task.id!r}; expected {number}.1, {number}.2, ...")
        groups = {case.group for case in task.cases} | set(task.draws)
        for check in task.checks:
            if check.group and check.group not in groups:
                raise AuthorError(path, f"task {task.id}: no case in the group {check.group!r}")
        if not groups and not task.name.isupper():
            raise AuthorError(path, f"task {task.id}: no case; `cases=(case(...),)` asks one")


def _title(path: Path, exercise: Exercise) -> str:
    if not path.is_file():
        raise AuthorError(path, "is missing; an exercise has a handout in each language")
    text = path.read_text("utf-8")
    first = text.partition("\n")[0]
    matched = re.fullmatch(r"# \d\d · (.+)", first)
    if matched is None:
        raise AuthorError(path, f"begins with {first!r}; expected `# 07 · Title`", 1)
    for task in exercise.tasks:
        if f"**{task.id}**" not in text:
            raise AuthorError(path, f"does not name task **{task.id}**")
    return matched[1]


def _hints(path: Path, ids: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:  # no TOML, or no UTF-8
        raise AuthorError(path, str(error)) from None
    if set(found) != set(ids):
        expected, has = ", ".join(ids), ", ".join(sorted(found))
        raise AuthorError(path, f"has hints for {has or 'no task'}; expected {expected}")
    for task, hints in found.items():
        for language in LANGUAGES:
            levels = hints.get(language) if isinstance(hints, dict) else None
            texts = levels if isinstance(levels, list) else []
            if len(texts) != LEVELS or not all(isinstance(h, str) and h for h in texts):
                raise AuthorError(path, f'["{task}"] {language}: expected {LEVELS} texts')
    return {t: {lang: tuple(h[lang]) for lang in LANGUAGES} for t, h in found.items()}
