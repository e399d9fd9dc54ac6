"""What can be shown: letters on this terminal, Korean letters in figures."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from grader.doctor.line import NOTE, Line


def examine() -> Iterator[Line]:
    """Look at the terminal's letters, then for a Korean font."""
    encoding = (sys.stdout.encoding or "").lower()
    if not encoding.startswith("utf"):
        yield Line("encoding", NOTE, {"found": encoding or "?"})
    yield font()


def font() -> Line:
    """Say which font figures write Korean with."""
    try:
        from grader.pictures.fonts import korean_font

        found = korean_font()
    except ImportError:
        return Line("font_missing", NOTE)
    return Line("font", data={"name": found}) if found else Line("font_missing", NOTE)
