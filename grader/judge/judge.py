"""One task: which of its checks are met, and which failures follow from which."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grader import spec
from grader.judge.answers import judge_committed, judge_leads
from grader.judge.arrays import judge_arrays
from grader.judge.blanket import asked_checks, blanket, same_for_all
from grader.judge.compiled import judge_compiled
from grader.judge.context import Answered, Context
from grader.judge.design import judge_design
from grader.judge.networks import judge_network
from grader.judge.outputs import judge_outputs
from grader.judge.predictions import judge_predicted
from grader.judge.remarks import remarks
from grader.judge.repairs import judge_repaired
from grader.judge.signs import judge_signs
from grader.judge.values import judge_values
from grader.reference import FrozenTask, check_kind
from grader.report.model import Finding, TaskReport
from grader.run.worker.frames import FrameError
from grader.submission import Submission, definition

if TYPE_CHECKING:
    from grader.judge.accuracy import AccuracyJudge

NETWORK_CHECKS = (
    spec.Shapes,
    spec.Params,
    spec.Layers,
    spec.Outputs,
    spec.Design,
    spec.Accuracy,
)
JUDGES: dict[type[spec.Check], Callable[[Context], Finding]] = {
    spec.Values: judge_values,
    spec.Arrays: judge_arrays,
    spec.Signs: judge_signs,
    spec.Outputs: judge_outputs,
    spec.Design: judge_design,
    spec.Leads: judge_leads,
    spec.Committed: judge_committed,
    spec.Predicted: judge_predicted,
    spec.Compiled: judge_compiled,
    spec.Repaired: judge_repaired,
}


@dataclass(frozen=True)
class Circumstances:
    """What a task is judged with besides its evidence."""

    submission: Submission
    tree: ast.Module | None
    todo: frozenset[str] = frozenset()
    """Ids of the tasks that are untouched."""
    failed: frozenset[str] = frozenset()
    """Ids of the tasks judged before that did not pass."""
    seed: int = 0
    accuracy: AccuracyJudge | None = None
    """Trains and judges a check of accuracy; None where accuracy is not asked."""
    other_data: str = ""
    """A public set on which a network that passed is trained to be seen."""
    effort: str = "standard"
    """How much accuracy is asked for: `"none"`, `"standard"` or `"full"`."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Function names by task id."""
    others: Mapping[str, Sequence[Answered]] = field(default_factory=dict)
    """The evidence of the tasks judged before, by task id."""


def judge_task(
    task: FrozenTask, answered: Sequence[Answered], circumstances: Circumstances
) -> TaskReport:
    """Judge every check of one task. Never raises for what a submission contains."""
    effort = circumstances.effort if circumstances.accuracy is not None else "none"
    checks = asked_checks(task, effort)
    why = blanket(task, circumstances.submission, circumstances.todo)
    if why is not None:
        findings = same_for_all(checks, why)
    else:
        findings = _judge_checks(task, checks, answered, circumstances)
        findings = _blame_helpers(task, findings, circumstances)
    called = {i: circumstances.others.get(i, ()) for i in _called(task, circumstances)}
    names = circumstances.names
    findings += remarks(task, findings, answered, circumstances.tree, called, names)
    points = sum(check.points for check in checks)
    return TaskReport(task.id, task.name, tuple(findings), points)


def _judge_checks(
    task: FrozenTask,
    checks: Sequence[spec.Check],
    answered: Sequence[Answered],
    circumstances: Circumstances,
) -> list[Finding]:
    findings: list[Finding] = []
    for check in checks:
        own = [one for one in answered if check.group in ("", one.case.group)]
        earlier = [f for f in findings if f.status in ("fail", "limit", "error")]
        naming = not (isinstance(check, NETWORK_CHECKS) and _any_network(earlier))
        seed, others = circumstances.seed, circumstances.others
        tree = circumstances.tree
        context = Context(task, check, own, answered, seed, naming, others, tree)
        waits = _not_trained_yet(context, check, findings, circumstances)
        if waits is not None:
            findings.append(waits)
            continue
        finding = _judge_check(context, circumstances)
        if finding.status in ("fail", "limit") and any(_one_cause(e, finding) for e in earlier):
            finding = _blocked(finding)
        findings.append(finding)
        findings += _on_other_data(context, finding, circumstances)
    return findings


def _not_trained_yet(
    context: Context,
    check: spec.Check,
    findings: Sequence[Finding],
    circumstances: Circumstances,
) -> Finding | None:
    """Say what has to be mended or done before a network is trained; None where nothing has."""
    if not isinstance(check, spec.Accuracy):
        return None
    told = any(f.code == "blocked.uncommitted" for f in findings)  # once is enough
    if told or any(f.status in ("fail", "limit", "error") for f in findings):
        return _blocked(context.failed("blocked.same_cause"))
    if check.pixels in _not_passed(circumstances):
        return _waits_for(context.failed(""), check.pixels, circumstances)
    if _uncommitted(check, circumstances):
        name = circumstances.names.get(check.after, "")
        code = "blocked.uncommitted"
        return context.failed(code, status="blocked", task=check.after, name=name)
    return None


def _on_other_data(
    context: Context, finding: Finding, circumstances: Circumstances
) -> list[Finding]:
    """Return the remark on what a network that passed reaches on a public set."""
    check, data = context.check, circumstances.other_data
    if not isinstance(check, spec.Accuracy) or finding.status != "pass":
        return []
    if data not in check.recipe.also:
        return []
    assert circumstances.accuracy is not None
    return [circumstances.accuracy.on_other_data(context, data)]


def _judge_check(context: Context, circumstances: Circumstances) -> Finding:
    if not context.answered:  # missing evidence is never a pass
        return context.failed("grader.error", status="error", why="no evidence")
    try:
        if isinstance(context.check, (spec.Accuracy, spec.Trained)):
            assert circumstances.accuracy is not None
            return circumstances.accuracy(context)
        return JUDGES.get(type(context.check), judge_network)(context)
    except FrameError as error:
        return context.failed("run.malformed", detail=str(error))
    except Exception as error:  # the judge's own fault must not cost a point
        why = f"{type(error).__name__}: {error}"
        return context.failed("grader.error", status="error", why=why)


def _any_network(findings: Sequence[Finding]) -> bool:
    kinds = {kind.__name__.lower() for kind in NETWORK_CHECKS}
    return any(finding.check in kinds for finding in findings)


def _one_cause(earlier: Finding, later: Finding) -> bool:
    """Whether a later failure follows from an earlier one.

    A network has one first departure; calls that fail with one error, or with one mistake, fail
    for one reason.
    """
    if _any_network([earlier]) and _any_network([later]):
        return True
    if earlier.mistake is not None:
        return earlier.mistake == later.mistake
    if later.code == "run.not_reached":
        return earlier.code.startswith("run.")
    same = _kind_of(earlier) == _kind_of(later) and earlier.line == later.line
    about_the_call = not later.code.startswith(("value.wrong", "array.", "signs."))
    return same and about_the_call


def _kind_of(finding: Finding) -> str:
    """Return what is told: that a call raises, whatever the right answer would have been."""
    return "call.raised" if finding.code.startswith("call.raised") else finding.code


def _blocked(finding: Finding) -> Finding:
    return replace(
        finding,
        status="blocked",
        code="blocked.same_cause",
        data={},
        mistake=None,
        hint=None,
        line=None,
    )


def _blame_helpers(
    task: FrozenTask, findings: list[Finding], circumstances: Circumstances
) -> list[Finding]:
    """Where a task calls another that is wrong or not begun, that one is to be mended first."""
    culprit = _culprit(task, circumstances)
    if culprit is None:
        return findings
    return [_waits_for(f, culprit, circumstances) if f.status == "fail" else f for f in findings]


def _waits_for(finding: Finding, culprit: str, circumstances: Circumstances) -> Finding:
    """Return a finding that says which task is to be mended first."""
    code = "blocked.todo" if culprit in circumstances.todo else "blocked.helper"
    data: dict[str, Any] = {"task": culprit, "name": circumstances.names.get(culprit, "")}
    return replace(
        finding, status="blocked", code=code, data=data, mistake=None, hint=None, line=None
    )


def _uncommitted(check: spec.Accuracy, circumstances: Circumstances) -> bool:
    """Whether the learner has yet to say what will be reached: until then it is not shown."""
    if not check.after:
        return False
    bad = check.after in _not_passed(circumstances)
    return bad or not circumstances.others.get(check.after)


def _not_passed(circumstances: Circumstances) -> frozenset[str]:
    broken = circumstances.submission.broken
    cut_out = {task for task, name in circumstances.names.items() if name in broken}
    return circumstances.todo | circumstances.failed | cut_out


def _culprit(task: FrozenTask, circumstances: Circumstances) -> str | None:
    bad = _not_passed(circumstances)
    return next((helper for helper in _called(task, circumstances) if helper in bad), None)


def _called(task: FrozenTask, circumstances: Circumstances) -> list[str]:
    """Return the other tasks whose functions a task calls, or is given."""
    if circumstances.tree is None:
        return []
    function = definition(circumstances.tree, task.name)
    if function is None:
        return []
    called = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    arguments = [value for case in task.cases for value in case.arguments.values()]
    called |= {value.name for value in arguments if isinstance(value, spec.Own)}
    return [i for i, name in circumstances.names.items() if name in called and i != task.id]


def error_for_all(task: FrozenTask, why: str) -> TaskReport:
    """Return the report of a task that the grader could not judge."""
    data: dict[str, Any] = {"why": why}
    findings = [
        Finding(check_kind(c), "error", "grader.error", 0.0, c.points, data, group=c.group)
        for c in task.checks
    ]
    return TaskReport(task.id, task.name, tuple(findings), task.points)
