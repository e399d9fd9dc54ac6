"""What a page shows of a whole submission: pictures and layer tables, task by task."""

from __future__ import annotations

from collections.abc import Sequence

from grader.grade import Grader
from grader.kit import Kit
from grader.messages import Messages
from grader.pictures.commands import own_of
from grader.pictures.mine import TaskWork, work_of
from grader.pictures.sitter import Sitter
from grader.prepared import Collected
from grader.report.model import Report


def own_work(
    kit: Kit,
    grader: Grader,
    kept: Sequence[Collected],
    report: Report,
    effort: str,
    messages: Messages,
) -> dict[str, TaskWork]:
    """Return what there is to see of each task, by its id; only what is asked is trained."""
    collected = {one.slug: one for one in kept}
    found: dict[str, TaskWork] = {}
    for exercise in report.exercises:
        one = collected.get(exercise.slug)
        if one is None or one.evidence is None:
            continue
        own = own_of(kit, grader, one, exercise)
        found |= work_of(own, messages, Sitter(kit, grader.portrays, effort))
    return found
