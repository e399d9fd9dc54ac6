"""One exercise's file as a student left it, read as text before anything is run."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from grader.submission.definitions import untouched
from grader.submission.files import is_module, read_text
from grader.submission.notebooks import notebook_source, without_grader
from grader.submission.problem import Problem
from grader.submission.syntax import cut_out_syntax_errors, read_tree

MAX_CODE = 200_000
"""Characters of code; a notebook's file may be larger, for its pictures."""


@dataclass(frozen=True)
class Submission:
    """One exercise's file as a student left it."""

    path: Path
    text: str = ""
    """What is run: functions with a syntax error are blanked out, line numbers kept."""
    problem: Problem | None = None
    """Why nothing of the file can be run."""
    broken: dict[str, Problem] = field(default_factory=dict)
    """By name: the functions that were cut out for their syntax errors."""
    notes: tuple[Problem, ...] = ()
    """What was read with good will and is worth telling."""

    def tree(self) -> ast.Module:
        """Return the syntax tree of `text`, which is known to parse."""
        return read_tree(self.text)


def read_submission(
    folder: Path, filename: str, names: tuple[str, ...], stub: str, root: Path | None = None
) -> Submission:
    """Read the file of one exercise from its folder, as `.py` or as `.ipynb`.

    `names` are the functions that are asked for; an error of syntax inside one of them is cut out.
    `root` is the submission's own folder, where it is not `folder`: what a link leads to outside of
    it is not the student's, and not read.
    """
    root = (root or folder).resolve()
    path = what_counts(folder, filename, stub, root)
    text, problem, notes = read_text(path, root)
    if problem is not None:
        return Submission(path, problem=problem)
    notes = (*notes, *_also_begun(path, stub, root))
    if path.suffix == ".ipynb" or (text.lstrip().startswith("{") and '"cells"' in text):
        text, problem = notebook_source(text)
        notes = (*notes, Problem("note.notebook", data={"file": path.name}))
        if problem is not None:
            return Submission(path, problem=problem)
    if len(text) > MAX_CODE:
        data = {"file": path.name, "size": f"{len(text):,}", "limit": f"{MAX_CODE:,}"}
        return Submission(path, problem=Problem("file.too_large", data=data))
    text, broken, problem = cut_out_syntax_errors(text, names)
    if not is_module(path.parent, "grader"):  # one of the student's own is meant then
        text = without_grader(text)
    return Submission(path, text, problem, broken, notes)


def what_counts(folder: Path, filename: str, stub: str, root: Path) -> Path:
    """Return the file that is graded: the notebook where its `.py` is missing, or still the stub
    while the notebook was begun.
    """
    path = folder / filename
    notebook = path.with_suffix(".ipynb")
    if not notebook.is_file():
        return path
    if not path.is_file() or (_same_text(path, stub, root) and _begun(notebook, stub, root)):
        return notebook
    return path


def _begun(notebook: Path, stub: str, root: Path) -> bool:
    """Whether anything that the stub defines stands otherwise in a notebook; one that cannot be
    read was begun.
    """
    text, problem, _ = read_text(notebook, root)
    if problem is None:
        text, problem = notebook_source(text)
    if problem is not None:
        return True
    try:
        own, given = read_tree(text), read_tree(stub)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return True
    names = [node.name for node in given.body if isinstance(node, ast.FunctionDef)]
    for node in given.body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return any(not untouched(own, given, name) for name in names)


def _also_begun(path: Path, stub: str, root: Path) -> tuple[Problem, ...]:
    """Return the note that a notebook beside the file that counts does not count."""
    notebook = path.with_suffix(".ipynb")
    if path == notebook or not notebook.is_file() or not _begun(notebook, stub, root):
        return ()
    return (Problem("note.both", data={"file": path.name, "other": notebook.name}),)


def _same_text(path: Path, stub: str, root: Path) -> bool:
    text, problem, _ = read_text(path, root)
    return problem is None and text.strip() == stub.strip()
