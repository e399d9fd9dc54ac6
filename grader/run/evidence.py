"""What a runner brings back, decoded against what was asked. Every byte of it is the student's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.run.worker.frames import FrameError

KINDS = frozenset(
    ("raised", "exit", "input", "debugger", "memory", "missing", "not_callable", "signature")
)

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class GivenUpError(Exception):
    """What was asked for is not wanted any more."""


@dataclass(frozen=True)
class Step:
    """One line of the student's own code on the way to an error."""

    line: int
    code: str


@dataclass(frozen=True)
class StudentError:
    """An error in the student's code."""

    kind: str
    """One of KINDS."""
    type: str = ""
    """The exception's class: `"ValueError"`."""
    message: str = ""
    trace: tuple[Step, ...] = ()
    """Outermost first; only lines of the student's file."""
    name: str = ""
    """The missing name, or the signature that was found."""

    @property
    def line(self) -> int | None:
        """The line of the student's file where it happened, where one is known."""
        return self.trace[-1].line if self.trace else None


@dataclass(frozen=True)
class Outcome:
    """What came of one call: exactly one of the fields is set, or `value` is the answer."""

    value: Any = None
    error: StudentError | None = None
    stopped: str = ""
    """`"time"`, `"total_time"`, `"memory"`, `"output"`, `"disk"`, `"exited"`, `"crashed"`,
    `"malformed"`, or `"grader"` where the grader or the machine is at fault."""
    detail: str = ""
    importing: bool = False
    """Whether it happened while the student's file was imported, before any call."""
    reached: bool = True
    """False where the call was never made: an earlier one of its task ended the runner."""
    changed: tuple[str, ...] = ()
    """The arguments whose arrays the call left changed."""

    @property
    def answered(self) -> bool:
        """Whether there is a value to judge."""
        return self.error is None and not self.stopped


@dataclass(frozen=True)
class Evidence:
    """All that one exercise's runner brought back."""

    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    """By number of the call."""
    printed: str = ""
    """What the student's code wrote to standard output and error, cut, made harmless."""
    seconds: float = 0.0


def read_error(data: Any) -> StudentError:
    """Return the error that the runner describes; raises FrameError for another form."""
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise FrameError("an error of unknown form")
    trace = data.get("trace")
    if not isinstance(trace, list) or len(trace) > 50:
        raise FrameError("a trace of unknown form")
    return StudentError(
        kind=kind,
        type=harmless(data.get("type"), 100),
        message=harmless(data.get("message"), 2000),
        trace=tuple(_read_step(step) for step in trace),
        name=harmless(data.get("name"), 200),
    )


def _read_step(data: Any) -> Step:
    if not isinstance(data, dict) or type(data.get("line")) is not int:
        raise FrameError("a trace of unknown form")
    return Step(data["line"], harmless(data.get("code"), 200))


def harmless(text: Any, length: int) -> str:
    """Return a text that a terminal, a page or a log can show: no control characters, cut.

    The colour codes that Keras puts into its messages are taken out, others are made visible.
    """
    if not isinstance(text, str):
        return ""
    text = _COLOUR.sub("", text[: 4 * length])
    kept = "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}"
        for c in text[: length + 1]
    )
    return kept if len(kept) <= length else kept[: length - 1] + "…"
