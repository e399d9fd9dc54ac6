"""A submission as text: read it whatever its form, and say what is untouched, all before a run.

Nothing is imported here. The text that is read once is the text that is judged and run.
"""

from __future__ import annotations

import ast
import codecs
import contextlib
import copy
import functools
import itertools
import json
import os
import re
import stat
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 1 << 20
MAX_CODE = 200_000
"""Characters of code; a notebook's file may be larger, for its pictures."""
MAX_TRIED = 5
"""Definitions in a file with an error are looked at as long as all together are not so many times
as long as the file."""
MAX_EMITTED = 1_000_000
"""Nodes for which Python may be asked to make code: it repeats each `finally` for every way out."""
MAX_MODULES = 50
"""So many files beside a student's are read."""
MAX_BESIDE = 1000
"""So many names in a folder are looked at."""
MAX_DEFINITIONS = 50
"""So many are looked at where a file has an error; more are no person's work."""
NOTEBOOK_NAMES = ("check", "hint")
"""What a notebook imports from the grader."""
LIBRARIES = frozenset(("keras", "tensorflow", "tf", "layers"))
_DEFINITION = re.compile(r"(?:async )?def (\w+)|(\w+)\s*(?::[^=]*)?=(?!=)")
_CELL_END = re.compile(r"# %%|def |async def |class |@|if __name__")
_BODY_END = re.compile(r"# %%|(?!(?:return|else|elif|except|finally)\b)[^\s#)\]}]")
"""Where a function's own lines end; a `return` that lost its indent still belongs to it."""
_READING = threading.Lock()
_ON_LINE = re.compile(r" on line (\d+)")
_MAGIC = re.compile(r"^(\s*)([%!?].*|[\w.]+\?+)$")
_OTHER_LANGUAGE = re.compile(r"\s*%%(?!time|timeit|capture|prun)\w")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Problem:
    """Why a file, or one function of it, cannot be run. `code` is a key of the catalogues."""

    code: str
    line: int | None = None
    data: dict[str, str] = field(default_factory=dict)


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
    text, problem, notes = _read_text(path, root)
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
    if not _is_module(path.parent, "grader"):  # one of the student's own is meant then
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
    text, problem, _ = _read_text(notebook, root)
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
    text, problem, _ = _read_text(path, root)
    return problem is None and text.strip() == stub.strip()


def _read_text(path: Path, root: Path) -> tuple[str, Problem | None, tuple[Problem, ...]]:
    name = {"file": path.name}
    if not os.path.lexists(path):
        return "", Problem("file.missing", data={**name, "folder": path.parent.name}), ()
    try:
        inside = path.resolve()
        if not inside.is_relative_to(root):
            return "", Problem("file.leads_out", data={**name, "target": str(inside)}), ()
        raw = _read_regular(inside)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        why = getattr(error, "strerror", None) or str(error)
        return "", Problem("file.unreadable", data={**name, "why": why}), ()
    if raw is None:
        return "", Problem("file.not_regular", data=name), ()
    if len(raw) > MAX_BYTES:
        data = {**name, "size": f"{inside.stat().st_size:,}", "limit": f"{MAX_BYTES:,}"}
        return "", Problem("file.too_large", data=data), ()
    text, notes = decode_text(raw, path.name)
    if text is None:
        return "", Problem("file.encoding", data=name), ()
    if "\0" in text:
        return "", Problem("file.binary", data=name), ()
    return text.replace("\r\n", "\n").replace("\r", "\n"), None, notes


def _read_regular(path: Path) -> bytes | None:
    """Return at most one byte more than is allowed; None for a pipe, a device or a folder.

    Whatever the path has become since it was looked at: nothing is waited for, no link followed.
    """
    if path.is_dir():  # Windows cannot open one
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        return file.read(MAX_BYTES + 1)


def modules_beside(path: Path, root: Path, tree: ast.Module) -> dict[str, str]:
    """Return the texts of the modules beside a student's file, by name, where it imports one.

    They are read here, so that what runs the file needs no folder of the student's.
    """
    folder = path.parent
    if not any(map(functools.partial(_is_module, folder), imported(tree))):
        return {}
    texts: dict[str, str] = {}
    room = MAX_BYTES
    for file in itertools.islice(_python_files(folder, 0), MAX_MODULES):
        parts = file.relative_to(folder).with_suffix("").parts
        text, problem, _ = _read_text(file, root.resolve())
        room -= len(text)
        if room < 0:
            break
        if problem is None and file != path:
            texts[".".join(parts)] = text
    return texts


def _is_module(folder: Path, name: str) -> bool:
    try:
        return (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
    except OSError:  # a name longer than a file's may be
        return False


def _python_files(folder: Path, depth: int) -> Iterator[Path]:
    """Yield the modules in a folder and two below it, in order; folders that are links are none."""
    entries: list[os.DirEntry[str]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        entries = sorted(itertools.islice(found, MAX_BESIDE), key=lambda one: one.name)
    for entry in entries:
        stem, suffix = os.path.splitext(entry.name)
        if suffix == ".py" and stem.isidentifier():
            yield Path(entry.path)
        elif depth < 2 and entry.name.isidentifier() and entry.is_dir(follow_symlinks=False):
            yield from _python_files(Path(entry.path), depth + 1)


def decode_text(raw: bytes, name: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode a source file: UTF-8 with or without a mark, UTF-16 with one, else CP949."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        try:
            return raw.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            encoding = "cp949"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None, ()
    data = {"file": name, "encoding": encoding.upper()}
    return text, (Problem("note.encoding", data=data),)


def notebook_source(text: str) -> tuple[str, Problem | None]:
    """Return the code cells of a notebook as one file in percent format, magics commented out."""
    try:
        cells = json.loads(text)["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        "".join(code).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", Problem("file.notebook")
    return "\n\n".join(f"# %%\n{without_magics(cell)}" for cell in code) + "\n", None


def without_magics(cell: str) -> str:
    """Comment out what only a notebook understands: `%`, `!`, `?`, cells of other languages."""
    lines = cell.split("\n")
    if _problem_in(lines) is None:  # a line may well begin with `%` inside of brackets
        return cell
    if _OTHER_LANGUAGE.match(cell):
        return "\n".join(f"# {line}" for line in lines)
    return "\n".join(_MAGIC.sub(r"\1pass  # \2", line) for line in lines)


def cut_out_syntax_errors(
    text: str, names: tuple[str, ...]
) -> tuple[str, dict[str, Problem], Problem | None]:
    """Blank out each asked definition that does not parse, so that the others can be judged.

    Returns the text that parses, the names cut out with their errors, and the error that stands
    outside of all of them, if there is one.
    """
    broken: dict[str, Problem] = {}
    lines = text.split("\n")
    outside = _problem_in(lines)
    if outside is None:
        return text, broken, None
    places = []
    room = MAX_TRIED * (len(text) + 10_000)
    for name, start, body, end in itertools.islice(_definitions(lines, names), MAX_DEFINITIONS):
        room -= sum(map(len, lines[start:end]))
        if room < 0:
            break
        problem = _problem_in(lines, start, end) and _problem_in(lines, start, body)
        if problem is not None:
            broken[name] = problem
            places.append((start, body, end))
    # What stands below a function may belong to it; it is kept where the file can be read with it.
    for ends in ([body for _, body, _ in places], [end for _, _, end in places]):
        for (start, _, _), end in zip(places, ends):
            lines[start:end] = [""] * (end - start)
        outside = _problem_in(lines)
        if outside is None:
            return "\n".join(lines), broken, None
    return "", broken, outside


def read_tree(text: str) -> ast.Module:
    """Parse a text, one at a time: Python before 3.12 counts how deep it is for all threads at once
    (cpython #106905). Its warnings about a student's code are not the grader's.
    """
    with _READING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def without_grader(text: str) -> str:
    """Let `from grader import check, hint`, as notebooks begin, mean nothing where it is graded:
    there is no grader in a runner's reach, and nobody to answer.
    """
    if "grader" not in text:
        return text
    lines = text.split("\n")
    imports = [n for n in ast.walk(read_tree(text)) if isinstance(n, (ast.Import, ast.ImportFrom))]
    # From right to left: what stands before on the same line keeps its place.
    for node in sorted(imports, key=lambda one: one.col_offset, reverse=True):
        means = _instead_of(node)
        if means and node.end_lineno == node.lineno:
            line = lines[node.lineno - 1].encode()
            parts = line[: node.col_offset], means.encode(), line[node.end_col_offset :]
            lines[node.lineno - 1] = b"".join(parts).decode()
    return "\n".join(lines)


def _instead_of(node: ast.Import | ast.ImportFrom) -> str:
    nothing = "lambda *_, **__: None"
    if [alias.name for alias in node.names] == ["grader"] and isinstance(node, ast.Import):
        name = node.names[0].asname or "grader"
        own = ", ".join(f'"{one}": staticmethod({nothing})' for one in NOTEBOOK_NAMES)
        return f'{name} = type("grader", (), {{{own}}})'
    if isinstance(node, ast.Import) or (node.module, node.level) != ("grader", 0):
        return ""
    if not {alias.name for alias in node.names} <= set(NOTEBOOK_NAMES):
        return ""
    return " = ".join([*(alias.asname or alias.name for alias in node.names), nothing])


def _problem_in(lines: list[str], start: int = 0, end: int | None = None) -> Problem | None:
    """Return the error of syntax in some of the lines, with its line in the whole."""
    text = "\n" * start + "\n".join(lines[start:end]) + "\n"
    try:
        if emitted(read_tree(text)) > MAX_EMITTED:
            return Problem("syntax.too_deep")
        with _READING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "", "exec", dont_inherit=True)  # sees more: a `return` outside of all
    except SyntaxError as error:
        return _syntax_problem(error, lines)
    except (RecursionError, MemoryError, ValueError):
        return Problem("syntax.too_deep")
    return None


def emitted(node: ast.AST) -> int:
    """Return for how many nodes Python makes code: more than there are where `finally` is used,
    since its block is repeated for every way out of the one above it.
    """
    size = 1
    for name, value in ast.iter_fields(node):
        found = value if isinstance(value, list) else [value]
        nodes = sum(emitted(child) for child in found if isinstance(child, ast.AST))
        if name == "finalbody" and nodes:
            nodes *= 2 + sum(isinstance(one, WAYS_OUT) for one in ast.walk(node))
        size += nodes
    return size


WAYS_OUT = (ast.Return, ast.Break, ast.Continue)


def _syntax_problem(error: SyntaxError, lines: list[str]) -> Problem:
    earlier = _ON_LINE.search(error.msg or "")
    line = int(earlier[1]) if earlier else error.lineno or 1
    line = min(max(line, 1), len(lines))
    data = {"message": error.msg or "", "source": lines[line - 1].strip()[:200]}
    return Problem("syntax.error", line, data)


def _definitions(lines: list[str], names: tuple[str, ...]) -> Iterator[tuple[str, int, int, int]]:
    """Yield the asked definitions: name, first line, line after its own, line after its cell."""
    for number, line in enumerate(lines):
        found = _DEFINITION.match(line)
        name = found and (found[1] or found[2])
        if name not in names:
            continue
        start = number
        while start > 0 and lines[start - 1].startswith("@"):
            start -= 1
        body = _first(_BODY_END, lines, number + 1)
        yield name, start, body, _first(_CELL_END, lines, number + 1)


def _first(pattern: re.Pattern[str], lines: list[str], start: int) -> int:
    after = (n for n in range(start, len(lines)) if pattern.match(lines[n]))
    return next(after, len(lines))


def beginning(*names: str) -> re.Pattern[str]:
    """Return what finds the line on which a function or constant of these names begins."""
    one_of = "|".join(map(re.escape, names))
    return re.compile(rf"^(?:(?:async +)?def +({one_of})\b|({one_of}) *[:=](?!=))", re.MULTILINE)


def untouched(student: ast.Module, stub: ast.Module, name: str) -> bool:
    """Whether a student's definition is still the stub's, comments and docstring aside."""
    mine, given = definition(student, name), definition(stub, name)
    if mine is None or given is None:
        return False
    try:
        return _shape_of(mine) == _shape_of(given)
    except RecursionError:  # four hundred `elif`: no stub has them
        return False


def definition(tree: ast.Module, name: str) -> Definition | None:
    """Return the last top-level function or assignment of that name."""
    for node in reversed(tree.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            return node
        targets = node.targets if isinstance(node, ast.Assign) else ()
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node  # type: ignore[return-value]
    return None


def _shape_of(node: Definition) -> str:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        has_docstring = ast.get_docstring(node) is not None
        node = copy.copy(node)
        node.body = node.body[has_docstring:]
        return ast.dump(node)
    return ast.dump(node.value) if node.value is not None else ""


def imports_keras(tree: ast.Module) -> bool:
    """Whether the file imports Keras or TensorFlow anywhere but in what it does when it is run."""
    asked = [node for node in tree.body if not _only_when_run(node)]
    return bool(imported(ast.Module(asked, [])) & {"keras", "tensorflow"})


def _only_when_run(node: ast.stmt) -> bool:
    """Whether a statement is `if __name__ == "__main__"`: a file that is imported leaves it out."""
    return (
        isinstance(node, ast.If)
        and not node.orelse
        and ast.unparse(node.test) == "__name__ == '__main__'"
    )


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a file imports anywhere, by the first part of their names."""
    roots: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").partition(".")[0])
    return roots - {""}


def library_line(tree: ast.Module, name: str) -> int | None:
    """Return the line in one function that calls Keras or TensorFlow, if there is one."""
    function = definition(tree, name)
    if function is None:
        return None
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in LIBRARIES:
            return node.lineno
    return None
