"""How much work something is, counted: on a busy machine a clock would tell of the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(do: Callable[[], object]) -> int:
    """Return how many lines of Python are run to do something, in this thread."""
    count = 0

    def line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        do()
    finally:
        sys.settrace(before)
    return count
