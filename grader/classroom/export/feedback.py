"""Feedback: a page and a text for each student, with what they may see."""

from __future__ import annotations

import argparse
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classroom.export.tables import write_bytes
from grader.classroom.policy import Policy, Standing
from grader.classroom.telling import without
from grader.classroom.visible import report_for
from grader.messages import Messages
from grader.report.formats import cannot_write

MOST_BYTES = 200
"""Of a file's name; most file systems have 255, with what is put behind it."""


def to_feedback(
    standings: Sequence[Standing], policy: Policy, options: argparse.Namespace, messages: Messages
) -> Iterator[str]:
    """Write `NAME.html` and `NAME.md` for each student into a folder."""
    from grader.report.html import to_html
    from grader.report.markdown import to_markdown

    folder = options.out or Path("feedback")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    taken: set[str] = set()
    for standing in standings:
        report = report_for(standing, policy, time.time(), published=options.published)
        name = _free(standing.record.student.key, taken)
        title = standing.record.student.shown
        first = list(remarks(standing, policy, messages, published=options.published))
        page = to_html(report, messages, title, first)
        text = to_markdown(report, messages, title, first)
        write_bytes(folder / f"{name}.html", page.encode("utf-8", "replace"))
        write_bytes(folder / f"{name}.md", text.encode("utf-8", "replace"))
    yield messages.text("class", "feedback", {"count": len(standings), "path": str(folder)})


def remarks(
    standing: Standing, policy: Policy, messages: Messages, *, published: bool
) -> Iterator[str]:
    """Yield what stands first: the total that counts, unless it would tell of hidden checks, and
    what is missing.
    """
    if published or set(policy.visibility.values()) <= {"visible"}:
        numbers = {
            "points": f"{standing.points:g}",
            "most": f"{standing.max_points:g}",
            "percent": f"{standing.percent:.1f}",
        }
        yield messages.text("class", "total", numbers)
    yield from without(standing, messages)


def _free(key: str, taken: set[str]) -> str:
    """Return a file's name for a student that no other student's file has."""
    plain = re.sub(r"[^\w@+-]+", "_", unicodedata.normalize("NFC", key)).strip("_")
    plain = plain.encode()[:MOST_BYTES].decode(errors="ignore") or "student"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name.casefold())
    return name
