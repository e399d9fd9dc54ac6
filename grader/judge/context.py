"""What every check is given, and how its verdicts are written."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grader import spec
from grader.reference import FrozenCase, FrozenTask, check_kind
from grader.report.model import Finding
from grader.run.evidence import Outcome


class Name(NamedTuple):
    """The mistake that explains what is wrong."""

    id: str
    hint: int
    """The level of hint that fits it."""
    also: str | None = None
    """A second mistake, where it takes two."""


@dataclass(frozen=True)
class Answered:
    """One case, what the solution answers to it and what came of the student's call."""

    case: FrozenCase
    outcome: Outcome


@dataclass(frozen=True)
class Context:
    """One check of one task, with the evidence that it looks at."""

    task: FrozenTask
    check: spec.Check
    answered: Sequence[Answered]
    """The cases of this check."""
    everything: Sequence[Answered]
    """All cases of the task: they tell two mistakes apart that agree on this check's."""
    seed: int = 0
    naming: bool = True
    """Whether mistakes are looked for; not where a failure will only be said to follow."""
    others: Mapping[str, Sequence[Answered]] = field(default_factory=dict)
    """The evidence of the exercise's earlier tasks, by task id."""
    tree: ast.Module | None = None
    """The student's file, read as text."""

    def passed(self, code: str = "pass", **data: Any) -> Finding:
        """Return the verdict that the check is met."""
        points = self.check.points
        kind = check_kind(self.check)
        return Finding(kind, "pass", code, points, points, data, group=self.check.group)

    def failed(
        self,
        code: str,
        *,
        status: str = "fail",
        line: int | None = None,
        mistake: tuple[str, int] | Name | None = None,
        **data: Any,
    ) -> Finding:
        """Return the verdict that it is not, with the identifier and hint of a mistake."""
        name, hint, also = Name(*mistake) if mistake else (None, None, None)
        return Finding(
            check_kind(self.check),
            status,
            code,
            0.0,
            self.check.points,
            data,
            name,
            hint,
            line,
            self.check.group,
            also,
        )
