"""Which networks are trained to be looked at, and what is drawn of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from grader import spec
from grader.judge.accuracy import extras_of
from grader.judge.blanket import asked_checks
from grader.judge.context import Answered
from grader.judge.show import show_call
from grader.kit import Kit
from grader.messages import Messages
from grader.network import Network, NetworkError, from_json, walk
from grader.pictures.arrays import Drawn
from grader.pictures.own import read_pairs
from grader.pictures.picture import Ink
from grader.pictures.training import Trained, draw_training
from grader.reference import FrozenTask, NetworkAnswer
from grader.report.model import TaskReport
from grader.run.worker.frames import BuiltModel
from grader.train.accuracy import TrainingError, TrainingLimit, training_of
from grader.train.calibration import bars_of
from grader.train.data import classes_of
from grader.train.portrait import Portrait, Portrays
from grader.train.trainer import Extras

UNCOMMITTED = "blocked.uncommitted"
"""The code of a finding that is held back until the learner has said what it will be."""


@dataclass(frozen=True)
class Sitter:
    """Has networks trained, as far as the effort that was asked for allows."""

    kit: Kit
    portrays: Portrays
    effort: str
    """`"none"`, `"standard"` or `"full"`: which accuracy checks are asked."""

    def trained(
        self,
        task: FrozenTask,
        report: TaskReport,
        answers: Mapping[str, Sequence[Answered]],
        ink: Ink,
        messages: Messages,
    ) -> Iterator[tuple[str, Drawn] | str]:
        """Yield what there is to be seen of the networks that a task has trained, or a sentence
        on why there is nothing.
        """
        data = {"task": task.id, "name": task.name}
        checks = [check for check in task.checks if isinstance(check, spec.Accuracy)]
        if checks and self.effort == "none":
            yield messages.text("picture", "untrained", data)
            return
        asked = asked_checks(task, self.effort)
        hidden = {one.group for one in report.findings if one.code == UNCOMMITTED}
        for check in (check for check in checks if check in asked):
            if check.group in hidden:
                yield messages.text("picture", "predict_first", {**data, "after": check.after})
                continue
            try:
                found = self._sit(task, check, answers, ink)
            except TrainingLimit:
                yield messages.text("picture", "too_large", data)
                continue
            except TrainingError as error:
                why = str(error).strip().rpartition("\n")[2][:200]
                yield messages.text("picture", "training_failed", {**data, "why": why})
                continue
            except (NetworkError, LookupError):
                found = None
            if found is None:
                yield messages.text("picture", "ends", data)
                continue
            yield from draw_training(found, ink)

    def _sit(
        self,
        task: FrozenTask,
        check: spec.Accuracy,
        answers: Mapping[str, Sequence[Answered]],
        ink: Ink,
    ) -> Trained | None:
        """Train the network of a check, and the one beside it. None where one cannot begin."""
        answered = answers[task.id]
        one = _of_group(answered, check.group)
        network = None if one is None else _trainable(task, one)
        if one is None or network is None:
            return None
        extras = extras_of(check, one.outcome.value, answers)
        if extras is None:
            return None
        with ThreadPoolExecutor(2) as pool:
            waiting = pool.submit(self._beside, task, check, answered)
            portrait = self._portrait(network, check, extras)
            beside = waiting.result()
        classes = classes_of(check.recipe.data, check.recipe.test_options)
        bar = bars_of(self.kit, task.id, check)[0]
        return Trained(
            _called(task, one), portrait, [_class(name, ink) for name in classes], bar, beside
        )

    def _beside(
        self, task: FrozenTask, check: spec.Accuracy, answered: Sequence[Answered]
    ) -> tuple[str, Portrait] | None:
        """Return the portrait of the network beside; what is wrong with it costs only this."""
        one = _of_group(answered, check.beside) if check.beside else None
        network = None if one is None else _trainable(task, one)
        if one is None or network is None:
            return None
        try:
            return _called(task, one), self._portrait(network, check, Extras())
        except (TrainingLimit, TrainingError, NetworkError):
            return None

    def _portrait(self, network: Network, check: spec.Accuracy, extras: Extras) -> Portrait:
        seed = check.recipe.seeds[0]
        return self.portrays(training_of(network, check.recipe, seed, extras), None)


def _of_group(answered: Sequence[Answered], group: str) -> Answered | None:
    return next((one for one in answered if one.case.group == group), None)


def _called(task: FrozenTask, one: Answered) -> str:
    return show_call(task.name, one.case.arguments)


def _trainable(task: FrozenTask, one: Answered) -> Network | None:
    """Return a network that takes the pictures and tells as many classes as there are."""
    pairs = read_pairs(task, [one])
    answer = one.case.answer
    if not pairs or not isinstance(one.outcome.value, BuiltModel):
        return None
    assert isinstance(answer, NetworkAnswer)
    found, expected = pairs[0].found, from_json(answer.network)
    return found if _ends(found) == _ends(expected) else None


def _ends(network: Network) -> tuple[object, object]:
    facts = walk(network)
    return facts[0].shape, facts[network.output].shape


def _class(name: str, ink: Ink) -> str:
    """Return the name of a class in the language of a picture; letters stay as they are."""
    told = ink.text(f"class_{name}")
    return name if told == f"picture.class_{name}" else told
