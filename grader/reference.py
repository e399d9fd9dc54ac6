"""The reference: what the grader knows of one exercise, frozen into a file by `author build`."""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import spec
from grader.run.worker.frames import Encoder, decode, read_array
from grader.seal import Seal

SCHEMA = 1
CHECKS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (
        spec.Values,
        spec.Arrays,
        spec.Signs,
        spec.Shapes,
        spec.Params,
        spec.Layers,
        spec.Outputs,
        spec.Design,
        spec.Leads,
        spec.Committed,
        spec.Predicted,
        spec.Compiled,
        spec.Repaired,
        spec.Accuracy,
        spec.Trained,
    )
}


@dataclass(frozen=True)
class Raises:
    """The answer to a case on which the solution raises."""

    type: str


@dataclass(frozen=True)
class NetworkAnswer:
    """The answer to a case on which the solution builds a network."""

    network: Any
    """As `grader.network.to_json` writes it."""
    weights: Mapping[str, Any] | None = None
    """Arrays by layer name, in Keras's order; only where outputs are judged."""
    compiled: Any = None
    """As `grader.network.compiled.to_json` writes it; None where it was not compiled."""


@dataclass(frozen=True)
class Sealed:
    """The answer to a case whose entries are predicted."""

    entries: Mapping[str, Seal]


@dataclass(frozen=True)
class FrozenCase:
    """A case with the solution's answer."""

    arguments: Mapping[str, Any]
    group: str
    how: str
    answer: Any
    """A plain value, an array, Raises, NetworkAnswer or Sealed."""


@dataclass(frozen=True)
class FrozenTask:
    """A task with its answers and its hints."""

    id: str
    name: str
    parameters: tuple[str, ...]
    minutes: int
    by_hand: bool
    calls: tuple[str, ...]
    checks: tuple[spec.Check, ...]
    cases: tuple[FrozenCase, ...]
    hints: Mapping[str, tuple[str, ...]]
    """By language, three levels each."""
    logits: bool = False

    @property
    def points(self) -> float:
        """The points of all checks together."""
        return sum(check.points for check in self.checks)

    @property
    def leans_on(self) -> frozenset[str]:
        """The ids of other tasks without whose evidence this one cannot be judged."""
        accuracy = [check for check in self.checks if isinstance(check, spec.Accuracy)]
        others = {other for check in accuracy for other in (check.pixels, check.after)}
        return frozenset({*self.calls, *others} - {""})

    @property
    def want(self) -> str:
        """What the runner brings back for it; see `grader.run.collect.Call.want`."""
        kinds = {type(check) for check in self.checks}
        if spec.Trained in kinds:
            return "trained"
        if spec.Compiled in kinds:
            return "compiled"
        if spec.Outputs in kinds:
            return "weights"
        if self.name.isupper() and spec.Repaired in kinds:
            return "function"
        if kinds & {spec.Shapes, spec.Params, spec.Layers, spec.Design, spec.Accuracy}:
            return "network"
        return "constant" if self.name.isupper() else "value"


@dataclass(frozen=True)
class Reference:
    """All that the grader knows of one exercise."""

    slug: str
    file: str
    titles: Mapping[str, str]
    minutes: int
    stub: str
    tasks: tuple[FrozenTask, ...]

    @property
    def id(self) -> str:
        """The two digits."""
        return self.slug[:2]

    @property
    def names(self) -> tuple[str, ...]:
        """The functions that are asked for."""
        return tuple(task.name for task in self.tasks)


def check_kind(check: spec.Check) -> str:
    """Return the word for a kind of check in reports: `"values"`, `"shapes"`."""
    return type(check).__name__.lower()


def to_json(reference: Reference) -> dict[str, Any]:
    """Return a reference as plain JSON data; arrays stand in a list at the end."""
    encoder = Encoder()
    tasks = [_task_to_json(task, encoder) for task in reference.tasks]
    arrays = [
        {**header, "data": base64.b64encode(payload).decode()} for header, payload in encoder.arrays
    ]
    return {
        "schema": SCHEMA,
        "slug": reference.slug,
        "file": reference.file,
        "titles": dict(reference.titles),
        "minutes": reference.minutes,
        "stub": reference.stub,
        "tasks": tasks,
        "arrays": arrays,
    }


def _task_to_json(task: FrozenTask, encoder: Encoder) -> dict[str, Any]:
    return {
        "id": task.id,
        "name": task.name,
        "parameters": list(task.parameters),
        "minutes": task.minutes,
        "by_hand": task.by_hand,
        "calls": list(task.calls),
        "checks": [_check_to_json(check, encoder) for check in task.checks],
        "cases": [_case_to_json(case, encoder) for case in task.cases],
        "hints": {language: list(levels) for language, levels in task.hints.items()},
        "logits": task.logits,
    }


def _check_to_json(check: spec.Check, encoder: Encoder) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for field in dataclasses.fields(check):
        value = getattr(check, field.name)
        if isinstance(value, spec.Recipe):
            value = dataclasses.asdict(value)
        settings[field.name] = encoder.tree(value)
    return {"kind": check_kind(check), **settings}


def _case_to_json(case: FrozenCase, encoder: Encoder) -> dict[str, Any]:
    return {
        "arguments": {name: _value(v, encoder) for name, v in case.arguments.items()},
        "group": case.group,
        "how": case.how,
        "answer": _answer_to_json(case.answer, encoder),
    }


def _answer_to_json(answer: Any, encoder: Encoder) -> dict[str, Any]:
    if isinstance(answer, Raises):
        return {"raises": answer.type}
    if isinstance(answer, NetworkAnswer):
        weights = None if answer.weights is None else encoder.tree(dict(answer.weights))
        return {"network": answer.network, "weights": weights, "compiled": answer.compiled}
    if isinstance(answer, Sealed):
        return {"sealed": {key: dataclasses.asdict(s) for key, s in answer.entries.items()}}
    return {"value": encoder.tree(answer)}


def _value(value: Any, encoder: Encoder) -> Any:
    if isinstance(value, spec.GivenTensor):
        return {"given_tensor": list(value.shape)}
    if isinstance(value, spec.GivenFunction):
        return {"given_function": value.name}
    if isinstance(value, spec.Own):
        return {"own": value.name, "arguments": encoder.tree(dict(value.arguments))}
    if isinstance(value, spec.GivenData):
        return {"given_data": {**dataclasses.asdict(value), "options": dict(value.options)}}
    if not isinstance(value, spec.GivenModel):
        return encoder.tree(value)
    layers = [[kind, dict(settings)] for kind, settings in value.layers]
    return {
        "given_model": {
            "input_shape": list(value.input_shape),
            "layers": layers,
            "weights": [encoder.tree(array) for array in value.weights],
            "dry": value.dry,
            "compiled": None if value.compiled is None else dict(value.compiled),
        }
    }


def load_reference(path: Path, *, answers: bool = True) -> Reference:
    """Read a reference file. Raises OSError or ValueError where it is missing or damaged.

    Without `answers` the tasks have no cases and the checks no arrays: enough to say what is
    untouched, and NumPy is not needed for it.
    """
    state = path.stat()
    return _loaded(path, answers, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=64)
def _loaded(path: Path, answers: bool, *_: int) -> Reference:
    """Read a file that has not changed once for all submissions; nothing in it can be changed."""
    return from_json(json.loads(path.read_text("utf-8")), answers=answers)


def from_json(data: Mapping[str, Any], *, answers: bool = True) -> Reference:
    """The inverse of `to_json`."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"a reference of schema {data.get('schema')!r}; expected {SCHEMA}")
    arrays = _Arrays(data["arrays"])
    return Reference(
        slug=data["slug"],
        file=data["file"],
        titles=data["titles"],
        minutes=data["minutes"],
        stub=data["stub"],
        tasks=tuple(_task_from_json(task, arrays, answers) for task in data["tasks"]),
    )


class _Arrays(list[Any]):
    """Decodes an array when it is asked for."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        super().__init__(records)

    def __getitem__(self, index: Any) -> Any:
        record = super().__getitem__(index)
        return read_array(record, base64.b64decode(record["data"]))


def _task_from_json(data: Mapping[str, Any], arrays: _Arrays, answers: bool) -> FrozenTask:
    cases = data["cases"] if answers else ()
    return FrozenTask(
        id=data["id"],
        name=data["name"],
        parameters=tuple(data["parameters"]),
        minutes=data["minutes"],
        by_hand=data["by_hand"],
        calls=tuple(data["calls"]),
        checks=tuple(_check_from_json(check, arrays, answers) for check in data["checks"]),
        cases=tuple(_case_from_json(case, arrays) for case in cases),
        hints={language: tuple(levels) for language, levels in data["hints"].items()},
        logits=data["logits"],
    )


def _check_from_json(data: Mapping[str, Any], arrays: _Arrays, answers: bool) -> spec.Check:
    left_out = ("kind",) if answers else ("kind", "inputs")
    settings = {name: decode(v, arrays) for name, v in data.items() if name not in left_out}
    if "recipe" in settings:
        settings["recipe"] = spec.Recipe(**settings["recipe"])
    check: spec.Check = CHECKS[data["kind"]](**settings)
    return check


def _case_from_json(data: Mapping[str, Any], arrays: _Arrays) -> FrozenCase:
    return FrozenCase(
        arguments={name: _value_from_json(v, arrays) for name, v in data["arguments"].items()},
        group=data["group"],
        how=data["how"],
        answer=_answer_from_json(data["answer"], arrays),
    )


def _answer_from_json(data: Mapping[str, Any], arrays: _Arrays) -> Any:
    if "raises" in data:
        return Raises(data["raises"])
    if "network" in data:
        weights = data["weights"]
        decoded = None if weights is None else decode(weights, arrays)
        return NetworkAnswer(data["network"], decoded, data["compiled"])
    if "sealed" in data:
        return Sealed({key: Seal(**seal) for key, seal in data["sealed"].items()})
    return decode(data["value"], arrays)


def _value_from_json(tree: Any, arrays: _Arrays) -> Any:
    if isinstance(tree, dict) and "given_tensor" in tree:
        return spec.GivenTensor(tuple(tree["given_tensor"]))
    if isinstance(tree, dict) and "given_function" in tree:
        return spec.GivenFunction(tree["given_function"])
    if isinstance(tree, dict) and "own" in tree:
        return spec.Own(tree["own"], decode(tree["arguments"], arrays))
    if isinstance(tree, dict) and "given_data" in tree:
        return spec.GivenData(**tree["given_data"])
    if not (isinstance(tree, dict) and "given_model" in tree):
        return decode(tree, arrays)
    given = tree["given_model"]
    return spec.GivenModel(
        tuple(given["input_shape"]),
        tuple((kind, settings) for kind, settings in given["layers"]),
        tuple(decode(array, arrays) for array in given["weights"]),
        given["dry"],
        given["compiled"],
    )
