"""Submissions that mean harm, each with what must come of it.

`corpus/` has one file for each. Its docstring says what it tries; the comments below say for which
exercise of the miniature kit it is (01 where none does) and what each task must come to:

    # exercise 02
    # 1.3 limit run.time
    # confined: 1.3 limit run.disk      where one tier ends it otherwise

A task that is named twice may come to either; one that is not named must pass. Functions that a
file does not define are the right ones, appended to it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

CORPUS = Path(__file__).resolve().parent / "corpus"
SLUGS = {"01": "01_double_it", "02": "02_small_net"}
TASKS = {"01": ("1.1", "1.2", "1.3"), "02": ("2.1", "2.2")}
_LINE = re.compile(r"# (?:(isolated|confined): )?(\d\.\d) (\w+) ?(\S*)")


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    name: str
    exercise: str
    text: str
    expected: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """What may come of a task, each a status and a code, by tier ("" for every tier) and task."""

    def expected_of(self, tier: str, task: str) -> set[str]:
        """Return what may come of a task."""
        return self.expected.get((tier, task)) or self.expected.get(("", task)) or {"pass"}


def read_attack(path: Path) -> Attack:
    """Return an attack. Raises ValueError for a comment that says nothing known."""
    text = path.read_text("utf-8")
    body = text.split('"""\n', 1)[1]
    exercise = "01"
    expected: dict[tuple[str, str], set[str]] = {}
    for line in body.split("\n"):
        if not line.startswith("#"):
            break
        found = _LINE.fullmatch(line)
        if line.startswith("# exercise "):
            exercise = line[-2:]
        elif found is None:
            raise ValueError(f"{path}: {line!r}")
        else:
            expected.setdefault((found[1] or "", found[2]), set()).add(f"{found[3]} {found[4]}")
    return Attack(path.stem, exercise, text, expected)


def attacks() -> list[Attack]:
    """Return the whole corpus."""
    return [read_attack(path) for path in sorted(CORPUS.glob("*.py"))]


def completed(text: str, solution: str) -> str:
    """Return a submission's text with the right functions that it lacks."""
    mine = {n.name for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)}
    tree = ast.parse(solution)
    kept = (ast.Import, ast.ImportFrom)
    nodes = [n for n in tree.body if isinstance(n, kept)]
    nodes += [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name not in mine]
    return text + "\n\n" + "\n\n\n".join(map(ast.unparse, nodes)) + "\n"
