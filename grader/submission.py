"""A submission as text: read it whatever its form, and say what is untouched, all before a run.

Nothing is imported here. The text that is read once is the text that is judged and run.
"""

from __future__ import annotations

import ast
import codecs
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 1 << 20
LIBRARIES = frozenset(("keras", "tensorflow", "tf", "layers"))
_CELL_END = re.compile(r"^(# %%|def |async def |class |@|if __name__)")
_ON_LINE = re.compile(r" on line (\d+)")

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
        return ast.parse(self.text)


def read_submission(folder: Path, filename: str, names: tuple[str, ...], stub: str) -> Submission:
    """Read the file of one exercise from its folder, as `.py` or as `.ipynb`.

    `names` are the functions that are asked for; an error of syntax inside one of them is cut out.
    """
    path = folder / filename
    notebook = path.with_suffix(".ipynb")
    if notebook.is_file() and (not path.is_file() or _same_text(path, stub)):
        path = notebook
    text, problem, notes = _read_text(path)
    if problem is not None:
        return Submission(path, problem=problem)
    if text.lstrip().startswith("{") and '"cells"' in text:
        text, problem = notebook_source(text)
        notes = (*notes, Problem("note.notebook", data={"file": path.name}))
        if problem is not None:
            return Submission(path, problem=problem)
    text, broken, problem = cut_out_syntax_errors(text, names)
    return Submission(path, text, problem, broken, notes)


def _same_text(path: Path, stub: str) -> bool:
    text, problem, _ = _read_text(path)
    return problem is None and text.strip() == stub.strip()


def _read_text(path: Path) -> tuple[str, Problem | None, tuple[Problem, ...]]:
    name = {"file": path.name}
    if not path.is_file():
        return "", Problem("file.missing", data={**name, "folder": path.parent.name}), ()
    try:
        if path.stat().st_size > MAX_BYTES:
            size = f"{path.stat().st_size:,}"
            data = {**name, "size": size, "limit": f"{MAX_BYTES:,}"}
            return "", Problem("file.too_large", data=data), ()
        raw = path.read_bytes()
    except OSError as error:
        return "", Problem("file.unreadable", data={**name, "why": error.strerror or ""}), ()
    text, notes = decode_text(raw, path.name)
    if text is None:
        return "", Problem("file.encoding", data=name), ()
    if "\0" in text:
        return "", Problem("file.binary", data=name), ()
    return text.replace("\r\n", "\n").replace("\r", "\n"), None, notes


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
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", Problem("file.notebook")
    return "\n\n".join(f"# %%\n{_without_magics(cell)}" for cell in code) + "\n", None


def _without_magics(cell: str) -> str:
    return "\n".join(
        f"# {line}" if line.lstrip().startswith(("%", "!")) else line for line in cell.splitlines()
    )


def cut_out_syntax_errors(
    text: str, names: tuple[str, ...]
) -> tuple[str, dict[str, Problem], Problem | None]:
    """Blank out each asked function that does not parse, so that the others can be judged.

    Returns the text that parses, the functions cut out with their errors, and the error that
    stands outside of every asked function, if there is one.
    """
    broken: dict[str, Problem] = {}
    lines = text.splitlines()
    for _ in range(len(names) + 1):
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            problem, line = _syntax_problem(error, lines)
            chunk = _chunk_around(lines, line, names)
            if chunk is None:
                return "", broken, problem
            name, start, end = chunk
            broken[name] = problem
            lines[start:end] = [""] * (end - start)
        except (RecursionError, MemoryError, ValueError):
            return "", broken, Problem("syntax.too_deep")
        else:
            return "\n".join(lines) + "\n", broken, None
    return "", broken, Problem("syntax.too_deep")


def _syntax_problem(error: SyntaxError, lines: list[str]) -> tuple[Problem, int]:
    earlier = _ON_LINE.search(error.msg or "")
    line = int(earlier[1]) if earlier else error.lineno or 1
    line = min(max(line, 1), max(len(lines), 1))
    code = lines[line - 1].strip() if lines else ""
    data = {"message": error.msg or "", "source": code[:200]}
    return Problem("syntax.error", line, data), line


def _chunk_around(
    lines: list[str], line: int, names: tuple[str, ...]
) -> tuple[str, int, int] | None:
    """Return the asked function around a line as (name, first line, line after), from 0."""
    for start in range(line - 1, -1, -1):
        found = re.match(r"(?:async )?def (\w+)", lines[start])
        if found:
            break
        if re.match(r"\S", lines[start]) and not lines[start].startswith(("#", ")", "]", "}")):
            return None
    else:
        return None
    if found[1] not in names:
        return None
    after = start + 1
    while after < len(lines) and not _CELL_END.match(lines[after]):
        after += 1
    return found[1], start, after


def untouched(student: ast.Module, stub: ast.Module, name: str) -> bool:
    """Whether a student's definition is still the stub's, comments and docstring aside."""
    mine, given = definition(student, name), definition(stub, name)
    return mine is not None and given is not None and _shape_of(mine) == _shape_of(given)


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
        return "\n".join(ast.dump(statement) for statement in node.body[has_docstring:])
    return ast.dump(node.value) if node.value is not None else ""


def imports_keras(tree: ast.Module) -> bool:
    """Whether the file imports Keras or TensorFlow anywhere."""
    roots: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").partition(".")[0])
    return bool(roots & {"keras", "tensorflow"})


def library_line(tree: ast.Module, name: str) -> int | None:
    """Return the line in one function that calls Keras or TensorFlow, if there is one."""
    function = definition(tree, name)
    if function is None:
        return None
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in LIBRARIES:
            return node.lineno
    return None
