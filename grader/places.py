"""Where in the student's file a finding belongs, and what stands there."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from grader.report.model import Finding, TaskReport
from grader.submission import definition

MOST_LINES = 5
LENGTH = 200
OF_THE_WHOLE_FILE = ("syntax.", "file.", "import.")


def with_lines(task: TaskReport, text: str, tree: ast.Module | None) -> TaskReport:
    """Give each finding the student's line as it was read: no format has to open the file again.

    A finding that has no line of its own leads to the function that it is about.
    """
    lines = text.split("\n")

    def told(finding: Finding) -> Finding:
        number = finding.line
        about_it = not finding.code.startswith(OF_THE_WHOLE_FILE)
        if number is None and tree and about_it and finding.status in ("fail", "limit"):
            number = line_of(tree, task.name, finding.check)
        if number is None or finding.data.get("source") or not 0 < number <= len(lines):
            return finding
        return replace(finding, line=number, data={**finding.data, "source": source(lines, number)})

    return replace(task, findings=tuple(map(told, task.findings)))


def line_of(tree: ast.Module, name: str, check: str) -> int | None:
    """Return where to look in a function: its call of `compile` where that is judged, its only
    statement, or else its head.
    """
    own = definition(tree, name)
    if not isinstance(own, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None if own is None else own.lineno
    if check == "compiled":
        calls = [node for node in ast.walk(own) if isinstance(node, ast.Call)]
        compiling = [call.lineno for call in calls if _method(call) == "compile"]
        if compiling:
            return min(compiling)
    body = own.body[1:] if ast.get_docstring(own) is not None else own.body
    return body[0].lineno if len(body) == 1 else own.lineno


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def source(lines: Sequence[str], number: int) -> str:
    """Return the line with a number, and what follows where its brackets are still open."""
    text = lines[number - 1].strip()
    for line in lines[number : number + MOST_LINES]:
        if "#" in text or _open(text) <= 0:
            break
        text += ("" if text.endswith(("(", "[", "{")) else " ") + line.strip()
    return text[:LENGTH]


def _open(text: str) -> int:
    return sum(text.count(one) for one in "([{") - sum(text.count(one) for one in ")]}")
