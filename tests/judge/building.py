"""Contexts for the judge, made by hand: no student, no runner, no Keras."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from grader.judge.context import Answered, Context
from grader.mistakes.catalogue import _MISTAKES, mistaken
from grader.network import read_network, to_json
from grader.reference import FrozenCase, FrozenTask, NetworkAnswer
from grader.run.evidence import Outcome, Step, StudentError
from grader.run.worker.frames import BuiltModel
from grader.spec import Check


def asked(expected: Any, found: Any, group: str = "", /, **arguments: Any) -> Answered:
    """One call: what the solution answers, and the student's answer, error or ending."""
    if isinstance(found, StudentError):
        found = Outcome(error=found)
    outcome = found if isinstance(found, Outcome) else Outcome(found)
    return Answered(FrozenCase(arguments, group, "keyword", expected), outcome)


def error(
    type: str = "ValueError",
    message: str = "no",
    kind: str = "raised",
    line: int = 4,
    name: str = "",
) -> StudentError:
    """An error in the student's code, on a line that says `here()`."""
    return StudentError(kind, type, message, (Step(line, "here()"),) if line else (), name)


def context(check: Check, *answered: Answered, name: str = "f", seed: int = 0) -> Context:
    """A check of a task `9.1`, on the calls of its group."""
    own = [one for one in answered if check.group in ("", one.case.group)]
    return Context(task(check, name=name), check, own, answered, seed)


def task(
    *checks: Check, id: str = "9.1", name: str = "f", by_hand: bool = False, calls: Any = ()
) -> FrozenTask:
    return FrozenTask(id, name, (), 5, by_hand, tuple(calls), checks, (), {})


@contextmanager
def entered(**mistakes: Any) -> Iterator[None]:
    """Enter mistakes of the function `f`, and take them out again."""
    try:
        for name, function in mistakes.items():
            mistaken("f", name, hint=3)(function)
        yield
    finally:
        _MISTAKES.pop("f", None)


def model(*layers: dict[str, Any], shape: Any = (9, 7, 1)) -> dict[str, Any]:
    """The configuration of a Sequential model, as Keras writes it."""
    inputs = layer("InputLayer", name="input", batch_shape=[None, *shape])
    named = [
        {**each, "config": {"name": f"layer_{i}", **each["config"]}}
        for i, each in enumerate(layers, 1)
    ]
    return {
        "module": "keras",
        "class_name": "Sequential",
        "registered_name": None,
        "config": {"name": "net", "layers": [inputs, *named]},
    }


def layer(kind: str, **settings: Any) -> dict[str, Any]:
    return {
        "module": "keras.layers",
        "class_name": kind,
        "registered_name": None,
        "config": settings,
    }


def conv(filters: int = 2, size: int = 3, **settings: Any) -> dict[str, Any]:
    return layer("Conv2D", filters=filters, kernel_size=[size, size], **settings)


def pool(size: int = 2, **settings: Any) -> dict[str, Any]:
    return layer("MaxPooling2D", pool_size=[size, size], **settings)


def built(config: Any, weights: Any = None, lines: dict[str, int] | None = None) -> BuiltModel:
    """A student's model; layer `layer_1` was made on line 11, and so on."""
    return BuiltModel(config, weights, lines or {f"layer_{i}": 10 + i for i in range(1, 9)})


def answer(config: Any, weights: Any = None) -> NetworkAnswer:
    """The solution's model."""
    return NetworkAnswer(to_json(read_network(config)), weights)
