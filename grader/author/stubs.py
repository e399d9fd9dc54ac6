"""Cutting a student's stub from a solution.

    # BEGIN SOLUTION 7.1: what to do, as the student will read it
    #    and a second line of it
    # STUB: a line that stands in the stub in place of the raise
    ...
    # END SOLUTION

becomes `# TODO 7.1: what to do ...` and `raise NotImplementedError("7.1")`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_BEGIN = re.compile(r"(?P<indent>\s*)# BEGIN SOLUTION (?P<task>\d+\.\d+): (?P<prompt>.*\S)\s*$")
_END = re.compile(r"\s*# END SOLUTION\s*$")
_MORE = re.compile(r"\s*#   +(?P<prompt>\S.*)$")
_STUB = re.compile(r"\s*# STUB: (?P<code>.*)$")
_MARKER_LIKE = re.compile(r"#\s*(BEGIN|END)[ _]SOLUTION|#\s*STUB\b", re.IGNORECASE)


class MarkerError(Exception):
    """A fault in the markers of a solution, printed as `path:line: what is wrong`."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


@dataclass
class _Block:
    task: str
    indent: str
    line: int
    prompt: list[str]
    stub: list[str]
    has_code: bool = False

    def stub_lines(self) -> list[str]:
        first, *more = self.prompt
        lines = [f"{self.indent}# TODO {self.task}: {first}"]
        lines += [f"{self.indent}#   {line}" for line in more]
        lines += self.stub or [f'{self.indent}raise NotImplementedError("{self.task}")']
        return lines


def cut_stub(text: str, path: Path, tasks: tuple[str, ...]) -> str:
    """Return the stub of a solution.

    Raises MarkerError for a marker that is misspelt, nested, unclosed, empty, unknown to `tasks`
    or used twice, and for a task without one.
    """
    stub: list[str] = []
    block: _Block | None = None
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        begin, end = _BEGIN.match(line), _END.match(line)
        if begin and block is None:
            block = _open(begin, number, path, tasks, seen)
        elif begin and block is not None:
            raise MarkerError(path, number, f"a block inside the block of line {block.line}")
        elif end:
            stub += _close(block, number, path)
            block = None
        elif block is not None:
            _inside(block, line, number, path)
        elif _MARKER_LIKE.search(line):
            raise MarkerError(path, number, _expected(line))
        else:
            stub.append(line)
    if block is not None:
        raise MarkerError(path, block.line, "this block has no `# END SOLUTION`")
    missing = [task for task in tasks if task not in seen]
    if missing:
        raise MarkerError(path, 1, f"no block for task {missing[0]}, which checks.py declares")
    return "\n".join(stub).rstrip() + "\n"


def _open(
    begin: re.Match[str], number: int, path: Path, tasks: tuple[str, ...], seen: dict[str, int]
) -> _Block:
    task = begin["task"]
    if task not in tasks:
        known = ", ".join(tasks)
        raise MarkerError(path, number, f"task {task} is not in checks.py, which has {known}")
    if task in seen:
        raise MarkerError(path, number, f"a second block for task {task}; line {seen[task]} is one")
    seen[task] = number
    return _Block(task, begin["indent"], number, [begin["prompt"]], [])


def _close(block: _Block | None, number: int, path: Path) -> list[str]:
    if block is None:
        raise MarkerError(path, number, "an `# END SOLUTION` without a beginning")
    if not block.has_code:
        raise MarkerError(path, block.line, f"the block of task {block.task} holds no solution")
    return block.stub_lines()


def _inside(block: _Block, line: str, number: int, path: Path) -> None:
    more, stub = _MORE.match(line), _STUB.match(line)
    if stub and not block.has_code:
        block.stub.append(f"{block.indent}{stub['code']}".rstrip())
    elif more and not block.has_code and not block.stub:
        block.prompt.append(more["prompt"])
    elif _MARKER_LIKE.search(line):
        raise MarkerError(path, number, _expected(line))
    elif line.strip():
        block.has_code = True


def _expected(line: str) -> str:
    return (
        f"found `{line.strip()}`; expected `# BEGIN SOLUTION 1.1: prompt`, `# STUB: code` right"
        " below it, or `# END SOLUTION`"
    )
