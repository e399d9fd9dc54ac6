"""Mutation: every mistake of the catalogue, made in every solution at every place it applies.

Each mutant must be caught by a check of its task, and named as what it is. A mistake is made of
data: of the network, or the answers, that the solution gave when the reference was frozen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader import spec
from grader.author.exercise import load_module
from grader.judge.context import Answered, Context
from grader.judge.judge import JUDGES
from grader.judge.naming import mistaken_answer, takes_input
from grader.judge.networks import JUDGES as NETWORK_JUDGES
from grader.judge.outputs import judge_forward
from grader.judge.pairs import Pair, judge_read
from grader.kit import Kit, module_name
from grader.mistakes.catalogue import Mistake, mistakes_of
from grader.mistakes.indistinguishable import told_for
from grader.mistakes.networks import NetworkMistake, network_mistakes, numbers_in
from grader.network import Network, NetworkError, canonical, folded, from_json
from grader.reference import FrozenCase, FrozenTask, NetworkAnswer, Raises, Sealed
from grader.report.model import Finding
from grader.run.evidence import Outcome, StudentError
from grader.run.worker.frames import BuiltModel

NETWORK_CHECKS = (spec.Shapes, spec.Params, spec.Layers)
OTHER_NUMBERS = frozenset((5, 24))
"""What a mutant has in place of a number of filters or units, or a kernel's side."""
LARGE, PLACES = 40, 6
"""In networks of more layers, at how many places a mistake is made: the first and the last that it
yields (all places at once, where there is such a one) and some in between. ResNet-20 is nine times
one block, and to name something in it takes a fifth of a second."""
PAIRS = 10
"""How many pairs of mistakes are drawn for each task."""
TRIES = 12
VERDICTS = ("named", "otherwise", "misnamed", "unnamed", "missed")


@dataclass(frozen=True)
class Mutant:
    """One wrong answer and what the judge said of it."""

    task: str
    made: frozenset[str]
    """Identifiers of the mistakes that were made."""
    where: str
    told: frozenset[str]
    """Identifiers of those that the judge named."""
    caught: bool

    @property
    def fault(self) -> str:
        """What went otherwise than it must; empty where all is well."""
        drawn = len(self.made) > 1  # of pairs it is enough that most are named
        if self.verdict in ("named", "otherwise") or (self.verdict == "unnamed" and drawn):
            return ""
        told = f", told as {' and '.join(sorted(self.told))}" if self.told else ""
        return f"{self.task} {' and '.join(sorted(self.made))} ({self.where}): {self.verdict}{told}"

    @property
    def verdict(self) -> str:
        """One of VERDICTS: "otherwise" where the same is said in other words.

        For single mistakes those words are listed, with the reason. Two mistakes may make the same
        network as two others, or one: what the judge names reproduces it, which is all it claims.
        """
        if not self.caught:
            return "missed"
        if self.told == self.made:
            return "named"
        if told_for(self.made, self.told, self.task) or (len(self.made) > 1 and self.told):
            return "otherwise"
        return "misnamed" if self.told else "unnamed"


def mutants_of(kit: Kit, slug: str, seed: int = 0) -> Iterator[Mutant]:
    """Yield every mutant of an exercise, and a sample of those with two mistakes."""
    for task in kit.load(slug).tasks:
        checks = [check for check in task.checks if isinstance(check, NETWORK_CHECKS)]
        if task.want == "weights":
            yield from _of_kernels(task)
        elif checks:
            yield from _of_network(task, checks, random.Random(seed))
        else:
            yield from _of_function(kit, slug, task)


def _of_network(
    task: FrozenTask, checks: Sequence[spec.Check], rng: random.Random
) -> Iterator[Mutant]:
    strict = [check for check in checks if isinstance(check, spec.Layers)] or checks
    groups = {check.group for check in strict}  # the same function builds the other cases
    cases = [case for case in task.cases if "" in groups or case.group in groups]
    for number, case in enumerate(cases):
        right = _network_of(case)
        for mistake in network_mistakes():
            for place, wrong in _places(list(_made(mistake, right)), right, rng):
                if _is_given(case) and wrong.layers[0] != right.layers[0]:
                    continue  # the input is the kit's own
                where = f"case {number}, place {place}"
                yield _judged(task, checks, case, right, wrong, {mistake.id}, where)
    for number in range(PAIRS):
        case = rng.choice(cases)
        right = _network_of(case)
        drawn = _drawn_pair(right, rng)
        if drawn is not None:
            made, wrong = drawn
            yield _judged(task, checks, case, right, wrong, made, f"pair {number}")


def _is_given(case: FrozenCase) -> bool:
    return any(isinstance(value, spec.GivenTensor) for value in case.arguments.values())


def _network_of(case: FrozenCase) -> Network:
    assert isinstance(case.answer, NetworkAnswer)
    return canonical(from_json(case.answer.network))


def _made(mistake: NetworkMistake, right: Network) -> Iterator[Network]:
    """Yield the different networks that a mistake makes of a right one."""
    candidates = mistake.transform(folded(right), OTHER_NUMBERS - numbers_in(right))
    seen = {right}
    while True:
        try:
            wrong = canonical(next(candidates))
        except NetworkError:  # Keras would refuse it
            continue
        except StopIteration:
            return
        if wrong not in seen:
            seen.add(wrong)
            yield wrong


def _places(
    wrong: Sequence[Network], right: Network, rng: random.Random
) -> Sequence[tuple[int, Network]]:
    """Return the mutants of one mistake, numbered; of a large network not all of them."""
    numbered = list(enumerate(wrong))
    if len(right.layers) <= LARGE or len(numbered) <= PLACES:
        return numbered
    return [numbered[0], *rng.sample(numbered[1:-1], PLACES - 2), numbered[-1]]


def _drawn_pair(right: Network, rng: random.Random) -> tuple[set[str], Network] | None:
    """Draw two mistakes and make the second in what the first has made."""
    for _ in range(TRIES):
        first, second = rng.sample(network_mistakes(), 2)
        once = _one(list(_made(first, right)), rng)
        twice = _one(list(_made(second, once)), rng) if once is not None else None
        if twice is not None and twice != right:
            return {first.id, second.id}, twice
    return None


def _one(networks: Sequence[Network], rng: random.Random) -> Network | None:
    return rng.choice(networks) if networks else None


def _judged(
    task: FrozenTask,
    checks: Sequence[spec.Check],
    case: FrozenCase,
    right: Network,
    wrong: Network,
    made: Iterable[str],
    where: str,
) -> Mutant:
    answered = Answered(case, Outcome())
    pair = Pair(answered, BuiltModel({}, None, {}), right, wrong)

    def judge(check: spec.Check) -> Finding:
        context = Context(task, check, [answered], [answered])
        return judge_read(context, [pair], NETWORK_JUDGES[type(check)])

    own = [check for check in checks if check.group in ("", case.group)]
    return _mutant(task, own, judge, made, where)


def _of_function(kit: Kit, slug: str, task: FrozenTask) -> Iterator[Mutant]:
    """Yield a mutant for each mistaken function of a task that answers with plain values."""
    checks = [check for check in task.checks if type(check) in JUDGES]
    if task.want not in ("value", "constant") or not checks:
        return
    mistakes = mistakes_of(task.name)
    right = _predictions(kit, slug, task) if mistakes else {}
    for mistake in mistakes:
        answered = [
            Answered(case, _outcome(case, mistaken_answer(mistake, case.arguments), right))
            for case in task.cases
        ]

        def judge(check: spec.Check, answered: Sequence[Answered] = answered) -> Finding:
            own = [one for one in answered if check.group in ("", one.case.group)]
            return JUDGES[type(check)](Context(task, check, own, answered))

        yield _mutant(task, checks, judge, {mistake.id}, "all cases")


def _of_kernels(task: FrozenTask) -> Iterator[Mutant]:
    """Yield a mutant for each mistaken function that gives a layer another kernel."""
    checks = [check for check in task.checks if isinstance(check, spec.Outputs)]
    for mistake in mistakes_of(task.name):
        if takes_input(mistake):
            continue  # it says what comes out, not what is in a network
        answered = [Answered(case, Outcome()) for case in task.cases]
        pairs = [_with_kernel(one, mistake) for one in answered]

        def judge(check: spec.Check, answered: Any = answered, pairs: Any = pairs) -> Finding:
            return judge_read(Context(task, check, answered, answered), pairs, judge_forward)

        yield _mutant(task, checks, judge, {mistake.id}, "all cases")


def _with_kernel(answered: Answered, mistake: Mistake) -> Pair:
    """Return the solution's network with a mistaken kernel in its one layer that has one."""
    answer = answered.case.answer
    assert isinstance(answer, NetworkAnswer)
    right = from_json(answer.network)
    wrong = mistaken_answer(mistake, answered.case.arguments)
    weights = {
        name: [wrong if isinstance(wrong, np.ndarray) else arrays[0], *arrays[1:]]
        for name, arrays in (answer.weights or {}).items()
        if len(arrays)
    }
    return Pair(answered, BuiltModel({}, weights, {}), right, right)


def _predictions(kit: Kit, slug: str, task: FrozenTask) -> Mapping[str, Any]:
    """Return what the solution predicts; the reference keeps it as digests only."""
    if not any(isinstance(check, spec.Predicted) for check in task.checks):
        return {}
    solution = load_module(kit.solutions / slug / f"{module_name(slug)}.py")
    own = getattr(solution, task.name)
    found: Mapping[str, Any] = own() if callable(own) else own
    return found


def _outcome(case: FrozenCase, wrong: Any, right: Mapping[str, Any]) -> Outcome:
    if isinstance(wrong, Raises):
        return Outcome(error=StudentError("raised", wrong.type))
    if isinstance(case.answer, Sealed):
        return Outcome({**right, **wrong})
    if isinstance(wrong, Mapping) and isinstance(case.answer, Mapping):
        return Outcome({**case.answer, **wrong})  # a mistake knows its own entries only
    return Outcome(wrong)


def _mutant(
    task: FrozenTask,
    checks: Sequence[spec.Check],
    judge: Callable[[spec.Check], Finding],
    made: Iterable[str],
    where: str,
) -> Mutant:
    """Judge until a check fails: what it names counts."""
    for check in checks:
        finding = judge(check)
        if finding.status != "pass":
            told = {name for name in (finding.mistake, finding.also) if name is not None}
            return Mutant(task.id, frozenset(made), where, frozenset(told), True)
    return Mutant(task.id, frozenset(made), where, frozenset(), False)
