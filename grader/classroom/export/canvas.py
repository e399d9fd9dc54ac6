"""Canvas: one column of the teacher's exported gradebook is filled in.

The header and the columns that say who somebody is are kept as they are; other assignments are left
out, since Canvas would take their old grades for new ones. A blank cell would take a grade away in
Canvas: where there is nothing to fill in, the cell stays as it was exported.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classroom.export.filled import (
    Filling,
    Template,
    number_of,
    read_template,
    student_of,
    written,
)
from grader.classroom.export.tables import write_bytes
from grader.classroom.policy import Policy, Standing
from grader.kit import UsageError
from grader.messages import Messages

ASSIGNMENT = re.compile(r"(.+) \((\d+)\)")
"""A title without its number would make a new assignment."""
TOTALS = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
"""Canvas passes over columns with this anywhere in their titles."""
WHO = {
    "name": "Student",
    "last": "LastName",
    "first": "FirstName",
    "canvas": "ID",
    "sis": "SIS User ID",
    "login": "SIS Login ID",
}
POSSIBLE = "points possible"
HIDDEN = re.compile(r"\s*(?:muted|manual posting.*)?\s*", re.IGNORECASE)
"""All that stands in the row on assignments whose grades are not posted by themselves."""
TEST_STUDENT = ("student, test", "test student")
EXCUSED, NOT_ASSIGNED = "EX", "N/A"


def to_canvas(
    standings: Sequence[Standing], policy: Policy, options: argparse.Namespace, messages: Messages
) -> Iterator[str]:
    """Fill in one assignment, scaled to its points possible; who is excused gets `EX`."""
    template = read_template(options)
    who, last = _who(template)
    column = _assignment(template, options.column)
    possible = _possible(template, column)
    filling = Filling(standings, options)
    for row in template.rows[1:]:
        if _is_student(row):
            row += [""] * (column + 1 - len(row))
            _fill(row, column, who, filling, possible)
    kept = [*range(last + 1), column]
    rows = [[row[at] if at < len(row) else "" for at in kept] for row in template.rows]
    template.rows = [row for row in rows if any(row)]
    out = write_bytes(options.out or Path("canvas.csv"), template.data())
    yield messages.text("class", "written", {"path": str(out)})
    yield from filling.told(template.rows[0][-1], messages)


def _who(template: Template) -> tuple[dict[str, int], int]:
    """Return the columns that say who somebody is, and the last one of them.

    Raises UsageError where Canvas would not know the header.
    """
    titles = [title.strip().casefold() for title in template.rows[0]]
    who = {name: titles.index(t.casefold()) for name, t in WHO.items() if t.casefold() in titles}
    template.column(("Student", "LastName"))
    template.column(("ID",))
    return who, template.column(("Section",))


def _assignment(template: Template, wanted: str | None) -> int:
    """Return the column to fill in: the one that is asked for, or the only one."""
    titles = template.rows[0]
    points = _points_row(template)
    found = {}
    for at, title in enumerate(titles):
        named = ASSIGNMENT.fullmatch(title.strip())
        read_only = "read only" in (points[at] if at < len(points) else "")
        if named is not None and not TOTALS.search(title) and not read_only:
            found[at] = (title.strip(), *named.groups())
    if wanted:
        asked = wanted.strip().casefold()
        meant = [at for at, names in found.items() if asked in (name.casefold() for name in names)]
    else:
        meant = list(found)
    if len(meant) == 1:
        return meant[0]
    listed = ", ".join(titles[at] for at in meant or found) or ", ".join(filter(None, titles))
    path = str(template.path)
    if wanted and not meant:
        raise UsageError("usage.template_column", path=path, expected=wanted, found=listed)
    raise UsageError("usage.which_column", path=path, found=listed)


def _points_row(template: Template) -> Sequence[str]:
    rows = (row for row in template.rows[1:] if row and POSSIBLE in row[0].casefold())
    return next(rows, ())


def _possible(template: Template, column: int) -> str:
    """Return the cell with the points of an assignment. Raises UsageError where it has none."""
    points = _points_row(template)
    cell = points[column] if column < len(points) else ""
    if number_of(cell) is None:
        title = template.rows[0][column]
        raise UsageError("usage.canvas_points", path=str(template.path), title=title, found=cell)
    return cell


def _is_student(row: Sequence[str]) -> bool:
    hidden = all(HIDDEN.fullmatch(cell) for cell in row)
    return not hidden and POSSIBLE not in row[0].casefold()


def _fill(
    row: list[str], column: int, who: dict[str, int], filling: Filling, possible: str
) -> None:
    """Write one student's grade, or leave the cell as it is and note why."""
    student = student_of(row, who)
    if student.name.casefold() in TEST_STUDENT and filling.standing(student) is None:
        return
    if row[column].strip().upper() in (EXCUSED, NOT_ASSIGNED):
        filling.fixed.append(student.shown)
    elif filling.excused(student):
        row[column] = EXCUSED
        filling.filled += 1
    else:
        share = filling.share(student)
        if share is not None:
            row[column] = written(share * (number_of(possible) or 0), possible)
