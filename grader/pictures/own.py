"""What of one exercise is the learner's own, task by task: what is drawn, and what is said where
nothing can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader import spec
from grader.judge.context import Answered
from grader.judge.pairs import Pair, at_sizes, gives_logits, without_head
from grader.judge.show import show_call, show_shape
from grader.judge.sides import Sides
from grader.network import (
    Departure,
    Network,
    NetworkError,
    Row,
    canonical,
    describe,
    first_departure,
    folded,
    from_json,
    read_network,
    total,
    walk,
)
from grader.reference import FrozenTask, NetworkAnswer
from grader.report.model import Finding, TaskReport
from grader.run.worker.frames import BuiltModel

if TYPE_CHECKING:
    from grader.report.model import ExerciseReport

NETWORKS = (spec.Shapes, spec.Params, spec.Layers, spec.Design)


@dataclass(frozen=True)
class Own:
    """One exercise of a submission: what was asked, answered and found."""

    tasks: tuple[FrozenTask, ...]
    answers: Mapping[str, Sequence[Answered]]
    """By task; missing where nothing of it was run."""
    report: ExerciseReport

    def reported(self) -> Iterator[tuple[FrozenTask, TaskReport]]:
        """Yield the tasks of the report."""
        known = {task.id: task for task in self.tasks}
        for report in self.report.tasks:
            yield known[report.id], report


@dataclass(frozen=True)
class Built:
    """A network of the student's beside the one that is expected."""

    call: str
    found: Network
    """As it is compared: canonical, with its activations folded in."""
    departure: Departure | None
    """None where there is none, and where the design is free."""
    row: Row | None
    """Where it departs first, as the check sees it."""
    free: bool
    written: Network
    """As the student wrote it."""


def failed_findings(task: TaskReport) -> list[Finding]:
    """Return what was found of the checks that are not met."""
    return [finding for finding in task.findings if finding.status in ("fail", "limit")]


def read_pairs(task: FrozenTask, answered: Sequence[Answered]) -> list[Pair]:
    """Return the networks that can be read, each beside the one that is expected."""
    pairs = []
    for one in answered:
        built, answer = one.outcome.value, one.case.answer
        if not (isinstance(built, BuiltModel) and isinstance(answer, NetworkAnswer)):
            continue
        try:
            network = read_network(built.config)
            walk(network)
        except NetworkError:
            continue
        expected = from_json(answer.network)
        if task.logits and gives_logits(network):
            expected = without_head(expected)
        pairs.append(Pair(one, built, expected, network))
    return pairs


def built_of(task: FrozenTask, answered: Sequence[Answered], report: TaskReport) -> Built | None:
    """Return the network of a task that is worth looking at: the first that departs, those of
    checks that are not met before the others. None where there is none.
    """
    checks = [check for check in task.checks if isinstance(check, NETWORKS)]
    groups = [finding.group for finding in failed_findings(report)]
    checks.sort(key=lambda check: check.group not in groups)
    pairs = read_pairs(task, answered)
    first = None
    for check in checks:
        for pair in _sized([p for p in pairs if check.group in ("", p.answered.case.group)], check):
            built = _built(task.name, pair, check)
            if built is not None and built.departure is not None:
                return built
            first = first or built
    return first


def _sized(pairs: Sequence[Pair], check: spec.Check) -> Iterator[Pair]:
    at = check.at if isinstance(check, spec.Shapes) else ()
    try:
        yield from at_sizes(pairs, at[:1])
    except NetworkError:
        return


def _built(name: str, pair: Pair, check: spec.Check) -> Built | None:
    free = isinstance(check, spec.Design)
    momentum = isinstance(check, spec.Layers) and check.momentum
    departure = row = None
    try:
        if not free:
            departure = first_departure(pair.expected, pair.found, keep_momentum=momentum)
        if departure is not None:
            row = _row(departure, check)
        found = folded(canonical(pair.found, keep_names=True))
        walk(found)
    except NetworkError:
        return None
    call = show_call(name, pair.answered.case.arguments)
    if departure is None or row is None:
        return Built(call, found, None, None, free, pair.found)
    return Built(call, departure.found, departure, row, free, pair.found)


def _row(departure: Departure, check: spec.Check) -> Row | None:
    """Return where a check sees two networks depart, or the missing layer before that: one of
    shapes sees no activation.
    """
    rows = departure.rows
    if isinstance(check, spec.Layers):
        return rows[min(departure.row, len(rows) - 1)]
    sides = Sides(departure, departure.found)
    seen = sides.first_row("parameters" if isinstance(check, spec.Params) else "shape")
    if seen is None and isinstance(check, spec.Shapes):
        expected, found = sides.ends()
        seen = rows[-1] if expected != found else None
    if seen is None:
        return None
    gaps = (row for row in rows if None in (row.expected_index, row.found_index))
    return min(seen, next(gaps, seen), key=lambda row: row.position)


@dataclass(frozen=True)
class LayerTable:
    """Every layer of one network: as a report's own table, and all parameters together."""

    call: str
    rows: tuple[Mapping[str, object], ...]
    parameters: str


def table_of(built: Built) -> LayerTable:
    """Return every layer with its shape and parameters, and what is expected in each place."""
    facts = walk(built.found)
    parameters = f"{total(facts)[0]:,}"
    if built.departure is not None and built.row is not None:
        rows = Sides(built.departure, built.written).table(built.row)
        return LayerTable(built.call, tuple(rows), parameters)
    alone = []
    for layer, fact in zip(built.found.layers, facts):
        if layer.kind == "Input":
            continue
        shape, count = show_shape(fact.shape), f"{fact.parameters:,}"
        row = {"found": describe(layer), "shape": shape, "params": count, "departs": False}
        alone.append({**row, "expected_shape": shape, "expected_params": count})
    return LayerTable(built.call, tuple(alone), parameters)
