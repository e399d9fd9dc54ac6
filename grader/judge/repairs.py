"""Properties of repaired steps: whatever the repair, this must hold of what comes out.

Each judge takes one case's arguments and answer and returns what is wrong, or None. A fault that
only one slip brings about carries that slip's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.judge.compare import plain
from grader.judge.context import Answered, Context
from grader.judge.show import show_call, show_type
from grader.judge.trouble import trouble
from grader.report.model import Finding
from grader.spec import Repaired

Array = np.ndarray[Any, Any]
FAR = 5.0
"""The largest absolute value that a scaled picture has: more than any standardisation needs."""
NARROW = 0.5
"""The smallest distance between what becomes of 0 and of 255."""
LARGEST_PIXEL = 255
HINT = 2


@dataclass(frozen=True)
class Fault:
    """What is wrong with one answer."""

    code: str
    mistake: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """The straight line from one array's values to another's: y = slope * x + start."""

    slope: float
    start: float
    error: float
    """The largest distance from it, as a share of what y spans."""


def judge_repaired(context: Context) -> Finding:
    """Judge one property of all cases; two cases of one group may be compared with each other."""
    found = trouble(context)
    if found is not None:
        return found
    assert isinstance(context.check, Repaired)
    judge = PROPERTIES[context.check.property]
    fault = judge(context.answered)
    if fault is None:
        return context.passed()
    mistake = (fault.mistake, HINT) if fault.mistake else None
    case = context.answered[0].case
    data: dict[str, Any] = {"call": show_call(context.task.name, case.arguments), **fault.data}
    return context.failed(fault.code, mistake=mistake, **data)


def _scaled(answered: list[Answered]) -> Fault | None:
    for one in answered:
        (images,) = one.case.arguments.values()
        result = _array(one.outcome.value)
        fault = _form(result, images) or _integers(result) or _one_line(images, result)
        if fault is not None:
            return fault
    return None


def _one_line(images: Array, result: Array) -> Fault | None:
    line = fit(images, result)
    data = {"low": f"{result.min():.4g}", "high": f"{result.max():.4g}"}
    if line.error > 1e-3:
        return Fault("repaired.several_rules")
    if line.slope <= 0:
        return Fault("repaired.upside_down", data=data)
    if np.abs(result).max() > FAR:
        name = "not_scaled" if abs(line.slope - 1) < 1e-3 else None
        return Fault("repaired.too_far", name, data)
    if line.slope * LARGEST_PIXEL < NARROW:
        name = "scaled_twice" if line.slope * LARGEST_PIXEL**2 < 2.5 else None
        return Fault("repaired.too_narrow", name, data)
    return None


def fit(x: Array, y: Array) -> Line:
    """Return the line of least squares from the values of one array to another's."""
    a, b = x.astype(np.float64).ravel(), y.astype(np.float64).ravel()
    spread = ((a - a.mean()) ** 2).sum()
    slope = float(((a - a.mean()) * (b - b.mean())).sum() / spread) if spread else 0.0
    start = float(b.mean() - slope * a.mean())
    span = max(float(b.max() - b.min()), 1e-12)
    return Line(slope, start, float(np.abs(slope * a + start - b).max()) / span)


def _standardised(answered: list[Answered]) -> Fault | None:
    results = []
    for one in answered:
        train, test = (np.asarray(a, np.float64) for a in one.case.arguments.values())
        pair = _several(one.outcome.value, 2)
        if pair is None:
            return Fault(
                "repaired.not_a_pair", data={"found": show_type(one.outcome.value), "parts": 2}
            )
        new_train, new_test = pair
        fault = _form(new_train, train) or _form(new_test, test)
        fault = fault or _integers(new_train) or _integers(new_test)
        if fault is not None:
            return fault
        results.append((train, test, new_train, new_test))
    for train, test, new_train, new_test in results:
        fault = _same_rule(train, test, new_train.astype(np.float64), new_test.astype(np.float64))
        if fault is not None:
            return fault
    first = results[0][2]
    if any(not np.allclose(first, new, rtol=1e-3, atol=1e-4) for _, _, new, _ in results[1:]):
        return Fault("repaired.test_was_seen", "joint_statistics")
    mean, deviation = float(first.mean()), float(first.std())
    if abs(mean) > 1 or not 0.1 < deviation < 3:
        return Fault(
            "repaired.not_standard", data={"mean": f"{mean:.3g}", "deviation": f"{deviation:.3g}"}
        )
    return None


def _same_rule(train: Array, test: Array, new_train: Array, new_test: Array) -> Fault | None:
    """Whether every pixel's line, as the training pictures show it, holds for the test's, too."""
    slope, start, error = _lines(train, new_train)
    if error > 1e-3:
        return Fault("repaired.several_rules")
    expected = slope * test + start
    seen = train.std(axis=0) > 1e-9  # a pixel that never changes in training tells of no line
    if np.allclose(expected[:, seen], new_test[:, seen], rtol=1e-3, atol=1e-3):
        return None
    if np.allclose(new_test, test, rtol=1e-4, atol=1e-4):
        return Fault("repaired.two_rules", "test_untouched")
    own_slope, _, own_error = _lines(test, new_test)
    if own_error < 1e-3 and not np.allclose(own_slope[seen], slope[seen], rtol=1e-3, atol=1e-6):
        return Fault("repaired.two_rules", "own_statistics")
    return Fault("repaired.two_rules")


def _lines(x: Array, y: Array) -> tuple[Array, Array, float]:
    """Return slope and start of each pixel's own line, and how far the pictures are from them."""
    middle_x, middle_y = x.mean(axis=0), y.mean(axis=0)
    spread = ((x - middle_x) ** 2).sum(axis=0)
    together = ((x - middle_x) * (y - middle_y)).sum(axis=0)
    slope = np.divide(together, spread, out=np.zeros_like(spread), where=spread > 1e-12)
    start = middle_y - slope * middle_x
    span = max(float(y.max() - y.min()), 1e-12)
    return slope, start, float(np.abs(slope * x + start - y).max()) / span


def _together(answered: list[Answered]) -> Fault | None:
    for one in answered:
        x, y, *_ = one.case.arguments.values()
        pair = _several(one.outcome.value, 2)
        if pair is None:
            return Fault(
                "repaired.not_a_pair", data={"found": show_type(one.outcome.value), "parts": 2}
            )
        new_x, new_y = pair
        fault = _form(new_x, x) or _form(new_y, y)
        if fault is not None:
            return fault
        order = _places(x, new_x)
        if order is None or sorted(order) != list(range(len(x))):
            return Fault("repaired.lost")
        if not np.array_equal(np.asarray(y)[order], new_y):
            return Fault("repaired.labels_elsewhere", "shuffled_apart")
        if order == list(range(len(x))):
            return Fault("repaired.in_order", "not_shuffled")
    return None


def _apart(answered: list[Answered]) -> Fault | None:
    for one in answered:
        x, y, *_ = one.case.arguments.values()
        sides = plain(one.outcome.value)
        if not isinstance(sides, (tuple, list)) or len(sides) != 2:
            return Fault(
                "repaired.not_a_pair", data={"found": show_type(one.outcome.value), "parts": 2}
            )
        parts = [_several(side, 2) for side in sides]
        if parts[0] is None or parts[1] is None:
            return Fault("repaired.not_a_pair", data={"found": show_type(sides[0]), "parts": 2})
        fault = _no_leak(x, y, parts[0], parts[1])
        if fault is not None:
            return fault
    return None


def _no_leak(
    x: Array, y: Array, training: tuple[Array, ...], validation: tuple[Array, ...]
) -> Fault | None:
    sources = {_source(picture): index for index, picture in enumerate(x)}
    found: list[set[int]] = []
    for pictures, labels in (training, validation):
        if pictures.ndim != x.ndim or labels.ndim != np.ndim(y) or pictures.dtype.kind not in "uif":
            return Fault(
                "repaired.shape", data={"expected": str(x.shape), "found": str(pictures.shape)}
            )
        if len(pictures) == 0:
            return Fault("repaired.one_side_empty")
        if len(pictures) != len(labels):
            data = {"pictures": len(pictures), "labels": len(labels)}
            return Fault("repaired.labels_missing", "labels_lost", data)
        origins = [sources.get(_source(picture), -1) for picture in pictures]
        if -1 in origins:
            return Fault("repaired.strange_picture")
        if not np.array_equal(np.asarray(y)[origins], labels):
            return Fault("repaired.labels_elsewhere", "labels_lost")
        found.append(set(origins))
    shared = found[0] & found[1]
    if shared:
        return Fault("repaired.on_both_sides", "leaks", {"shared": len(shared), "all": len(x)})
    if len(training[0]) <= len(found[0]):
        return Fault("repaired.not_more", "not_augmented")
    if len(found[0] | found[1]) < len(x):
        return Fault("repaired.lost")
    return None


def _source(picture: Array) -> bytes:
    """Return what a picture shares with its moved copies only: its values, in order of size."""
    return np.sort(np.asarray(picture, np.float32).ravel()).tobytes()


def _pointwise(answered: list[Answered]) -> Fault | None:
    tables = []
    for one in answered:
        if one.outcome.value is None:
            continue
        (images,) = one.case.arguments.values()
        result = _array(one.outcome.value)
        fault = _form(result, images) or _integers(result)
        if fault is not None:
            return fault
        table = table_of(images, result)
        if table is None:
            return Fault("repaired.not_pointwise")
        tables.append(table)
    if any(not _agree(tables[0], table) for table in tables[1:]):
        return Fault("repaired.not_pointwise", "batch_statistics")
    return None


def pixel_table(answers: Iterable[tuple[Mapping[str, Any], Any]]) -> tuple[float, ...]:
    """Return what becomes of the pixels 0 to 255 by cases that passed; nothing, for None.

    `answers` holds the arguments and the answer of each case; together they show every value.
    Raises LookupError where they do not.
    """
    whole = np.full(LARGEST_PIXEL + 1, np.nan)
    for arguments, answer in answers:
        if answer is None:
            return tuple(map(float, range(LARGEST_PIXEL + 1)))
        (images,) = arguments.values()
        table = table_of(images, _array(answer))
        if table is None:
            raise LookupError("a pixel became two different numbers")
        whole = np.where(np.isnan(table), whole, table)
    if np.isnan(whole).any():
        raise LookupError("the cases do not hold all pixels from 0 to 255")
    return tuple(map(float, whole))


def table_of(images: Array, result: Array) -> Array | None:
    """Return what becomes of the pixels 0 to 255, NaN for one that does not occur.

    None where two pixels of one value became two.
    """
    table = np.full(LARGEST_PIXEL + 1, np.nan)
    values, pixels = np.asarray(result, np.float64).ravel(), images.ravel()
    table[pixels] = values
    return table if np.allclose(table[pixels], values, rtol=1e-4, atol=1e-5) else None


def _agree(one: Array, other: Array) -> bool:
    both = ~np.isnan(one) & ~np.isnan(other)
    return np.allclose(one[both], other[both], rtol=1e-4, atol=1e-5)


def _array(value: Any) -> Array:
    """Return an answer as an array; what is none becomes one that has no form."""
    try:
        return np.asarray(plain(value))
    except ValueError:  # lists of different lengths
        return np.empty((), object)


def _several(value: Any, count: int) -> tuple[Array, ...] | None:
    found = plain(value)
    if not isinstance(found, (tuple, list)) or len(found) != count:
        return None
    return tuple(map(_array, found))


def _form(result: Array, given: Any) -> Fault | None:
    """Say where a result has not the shape of what was given, or holds no finite numbers."""
    shape = np.shape(given)
    if result.shape != shape:
        return Fault("repaired.shape", data={"expected": str(shape), "found": str(result.shape)})
    if result.dtype.kind not in "biuf" or not np.isfinite(result).all():
        return Fault("repaired.not_finite")
    return None


def _integers(result: Array) -> Fault | None:
    if result.dtype.kind == "f":
        return None
    return Fault("repaired.integers", "integer_pictures", {"dtype": str(result.dtype)})


def _places(x: Array, moved: Array) -> list[int] | None:
    """Return where each picture stood before; None where one is new."""
    before = {np.asarray(p, np.float64).tobytes(): i for i, p in enumerate(x)}
    places = [before.get(np.asarray(p, np.float64).tobytes()) for p in moved]
    return None if None in places else [place for place in places if place is not None]


PROPERTIES: dict[str, Callable[[Any], Fault | None]] = {
    "scaled": _scaled,
    "standardised": _standardised,
    "together": _together,
    "apart": _apart,
    "pointwise": _pointwise,
}
"""By the name that a check gives."""
