"""Canvas: one column of the teacher's exported gradebook is filled in.

The header and the columns that say who somebody is are kept; other assignments are left out, since
Canvas would take their old grades for new ones.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classroom.export.filled import Filling, Template, read_template, student_of
from grader.classroom.export.tables import rounded, safe, write_bytes
from grader.classroom.policy import Policy, Standing
from grader.kit import UsageError
from grader.messages import Messages

ASSIGNMENT = re.compile(r".+ \((\d+)\)")
"""A title without its number would make a new assignment."""
WHO = {"name": "Student", "canvas": "ID", "sis": "SIS User ID", "login": "SIS Login ID"}
NOBODY = "points possible"
SKIPPED = ("manual posting", "muted")


def to_canvas(
    standings: Sequence[Standing], policy: Policy, options: argparse.Namespace, messages: Messages
) -> Iterator[str]:
    """Fill in one assignment, scaled to its points possible; provisional grades stay blank."""
    template = read_template(options)
    column = _assignment(template, options.column)
    titles = [title.strip().casefold() for title in template.rows[0]]
    who = {name: titles.index(t.casefold()) for name, t in WHO.items() if t.casefold() in titles}
    if "name" not in who or "canvas" not in who:
        template.column(("Student",))
        template.column(("ID",))
    last = titles.index("section") if "section" in titles else max(who.values())
    filling = Filling(standings, options)
    possible = _possible(template, column)
    for row in template.rows[1:]:
        if _is_student(row):
            share = filling.share(student_of(row, who))
            row[column] = "" if share is None else f"{rounded(share * possible):g}"
    kept = [*range(last + 1), column]
    template.rows = [[_cell(row, at) for at in kept] for row in template.rows if any(row)]
    out = write_bytes(options.out or Path("canvas.csv"), template.data())
    yield messages.text("class", "written", {"path": str(out)})
    yield from told(filling, template.rows[0][-1], messages)


def _assignment(template: Template, wanted: str | None) -> int:
    """Return the column to fill in: the one that is asked for, or the only one."""
    if wanted:
        return template.column((), wanted)
    found = [at for at, title in enumerate(template.rows[0]) if ASSIGNMENT.fullmatch(title)]
    if len(found) == 1:
        return found[0]
    titles = [template.rows[0][at] for at in found] or template.rows[0]
    raise UsageError("usage.which_column", path=str(template.path), found=", ".join(titles))


def _possible(template: Template, column: int) -> float:
    for row in template.rows[1:]:
        if row and row[0].strip().casefold() == NOBODY:
            try:
                return float(row[column].replace(",", "."))
            except (IndexError, ValueError):
                break
    return 100.0


def _is_student(row: Sequence[str]) -> bool:
    first = row[0].strip().casefold() if row else ""
    return bool(first) and first not in (NOBODY, *SKIPPED) and len(row) > 1


def _cell(row: Sequence[str], at: int) -> str:
    return str(safe(row[at])) if at < len(row) else ""


def told(filling: Filling, title: str, messages: Messages) -> Iterator[str]:
    """Yield what was filled in, and who was left out."""
    yield messages.text("class", "filled", {"count": filling.filled, "title": title})
    for key, names in (("filled_unknown", filling.unknown), ("filled_left", filling.left)):
        if names:
            data = {"count": len(names), "names": ", ".join(names)}
            yield messages.text("class", key, data)
