"""What was printed, as a terminal would show it in the end: progress bars draw over themselves."""

from __future__ import annotations

import re
import unicodedata

_COMMAND = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_ACTS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def as_shown(text: str) -> str:
    """Return a text with the last state of each line, and without other control characters."""
    lines = _COMMAND.sub("", text.replace("\r\n", "\n")).split("\n")
    return "\n".join(_last_state(line) if _ACTS.search(line) else line for line in lines)


def _last_state(line: str) -> str:
    """Return what stands on a line after all that was written over it."""
    cells: list[str] = []
    at = 0
    for character in line:
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(at - 1, 0)
        elif character == "\t" or unicodedata.category(character) != "Cc":
            cells[at : at + 1] = [character]
            at += 1
    return "".join(cells).rstrip()
