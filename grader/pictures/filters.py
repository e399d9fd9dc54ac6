"""Networks whose weights the student set: the filters, and what they make of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.judge.compare import close
from grader.judge.pairs import Pair
from grader.judge.show import show_call, show_shape
from grader.network import NetworkError, walk
from grader.network.evaluate import MAX_WORK, forward, work_of
from grader.pictures.arrays import Drawn
from grader.pictures.grid import Array, draw_map, grey_span, span, written, wrong_cells
from grader.pictures.picture import GREEN, RED, Ink, new_figure
from grader.pictures.samples import sample
from grader.reference import NetworkAnswer
from grader.spec import Outputs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 5
"""Filters side by side."""
HIGH = 8.0
"""Inches of five rows."""


@dataclass(frozen=True)
class _Bank:
    """What one network does with one picture."""

    kernels: Array | None
    """(kh, kw, filters): those of the first input channel."""
    answers: Array
    """(H, W, filters)."""


def draw_filters(name: str, check: Outputs, pairs: Sequence[Pair], ink: Ink) -> Drawn | None:
    """Draw the filters of the first network that answers wrongly, or else of the widest.

    None where no network can be computed: it was built without weights, or takes too much.
    """
    found = [(pair, banks) for pair in pairs if (banks := _banks(pair, check)) is not None]
    if not found:
        return None
    wrong = [one for one in found if not _same(*one[1][1:])]
    pair, (picture, yours, right) = (wrong or [max(found, key=_width)])[0]
    return _draw(name, pair, picture, yours, right, ink)


def _width(one: tuple[Pair, tuple[Array, _Bank, _Bank]]) -> tuple[int, int]:
    """Return how many answers there are to see, and how many different numbers are in them."""
    answers = one[1][2].answers
    return min(answers.shape[-1], MOST), len(np.unique(answers))


def _same(yours: _Bank, right: _Bank) -> bool:
    same_shape = yours.answers.shape == right.answers.shape
    return same_shape and bool(close(right.answers, yours.answers).all())


def _banks(pair: Pair, check: Outputs) -> tuple[Array, _Bank, _Bank] | None:
    """Return a picture and what both networks make of it."""
    answer = pair.answered.case.answer
    assert isinstance(answer, NetworkAnswer)
    try:
        channels = walk(pair.expected)[0].shape[-1] or 1
        picture = _picture(check, channels)
        if pair.built.weights is None or work_of(pair.found, picture.shape) > MAX_WORK:
            return None
        with np.errstate(all="ignore"):  # weights may be anything
            yours = forward(pair.found, pair.built.weights, picture)
        right = forward(pair.expected, answer.weights or {}, picture)
    except NetworkError:
        return None
    if yours.ndim != 4 or right.ndim != 4:
        return None
    return (
        picture,
        _Bank(_kernels(pair.built.weights), yours[0]),
        _Bank(_kernels(answer.weights or {}), right[0]),
    )


def _picture(check: Outputs, channels: int) -> Array:
    """Return what shows most: a picture of ones where the check asks for one, for it is counted."""
    first = np.asarray(check.inputs[0], np.float32)
    if first.shape[-1] == channels and np.all(first == first.flat[0]):
        return first[:1]
    return sample(channels)


def _kernels(weights: Mapping[str, Sequence[Any]]) -> Array | None:
    """Return the first array of four axes, of its first input channel: (kh, kw, filters)."""
    for arrays in weights.values():
        for array in arrays:
            values = np.asarray(array)
            if values.ndim == 4 and values.dtype.kind in "fiu":
                deep = values.shape[3] == 1 and values.shape[2] > 1
                return values[:, :, :, 0] if deep else values[:, :, 0, :]
    return None


def _draw(name: str, pair: Pair, picture: Array, yours: _Bank, right: _Bank, ink: Ink) -> Drawn:
    labels = _labels(pair.answered.case.arguments, right.answers.shape[-1])
    columns = min(max(yours.answers.shape[-1], right.answers.shape[-1]), MOST)
    figure = new_figure(_wide(columns), HIGH)
    grid = figure.subplots(
        5, columns + 1, squeeze=False, height_ratios=(1.3, 1, 1, 1.3, 1.3),
        width_ratios=(0.8, *[max(1, 3 / columns)] * columns),
    )  # fmt: skip
    for axes in grid.flat:
        axes.set_axis_off()
    _word(grid[0, 0], ink.text("picture"), ink)
    _picture_of(grid[0, 1], picture, _cell(picture[0], columns), ink)
    # An answer that differs is shown in the shades of the right one.
    limits = span(right.answers)
    rows = (
        (ink.text("your_filters"), yours.kernels, None, right.kernels),
        (ink.text("right_filters"), right.kernels, None, None),
        (ink.text("your_answer"), yours.answers, limits, right.answers),
        (ink.text("right_answer"), right.answers, limits, None),
    )
    for cells, (word, maps, shades, other) in zip(grid[1:], rows):
        _word(cells[0], word, ink)
        if maps is not None:
            _row(cells[1:], maps, shades or span(maps), labels, ink, other)
    same = _same(yours, right)
    call = show_call(name, pair.answered.case.arguments)
    verdict = _verdict(same, yours, right, ink)
    ink.head(figure, call)
    figure.supxlabel(verdict, family=ink.family, fontsize=9, color=GREEN if same else RED)
    return Drawn(figure, call, verdict)


def _cell(shown: Array, columns: int) -> float:
    """Return the points that a cell measures at least beside so many others."""
    share = max(1.0, 3 / columns)
    width = _wide(columns) * share / (0.8 + share * columns)
    height = (HIGH - 1) / 6
    return 72 * 0.85 * float(min(width / shown.shape[1], height / shown.shape[0]))


def _wide(columns: int) -> float:
    return 1.3 + 1.25 * max(columns, 3)


def _word(axes: Axes, word: str, ink: Ink) -> None:
    style = {"fontsize": 8.5, "weight": "bold", "ha": "right", "va": "center"}
    ink.write(axes, 1.0, 0.5, word, transform=axes.transAxes, **style)


def _picture_of(axes: Axes, picture: Array, cell: float, ink: Ink) -> None:
    shown = picture[0, :, :, :3] if picture.shape[-1] >= 3 else picture[0, :, :, 0]
    axes.set_axis_on()
    if shown.ndim == 3:
        axes.imshow(np.clip(shown, 0, 1))
        axes.set(xticks=[], yticks=[])
    else:
        draw_map(axes, shown, ink, grey_span([shown]), grey=True, cell=cell)


def _row(
    cells: Sequence[Axes],
    maps: Array,
    limits: tuple[float, float],
    labels: Sequence[str],
    ink: Ink,
    other: Array | None,
) -> None:
    """Draw some filters or answers, side by side; those beside others with a mark."""
    columns = len(cells)
    for place in range(min(maps.shape[-1], len(cells))):
        axes, shown = cells[place], maps[:, :, place]
        beside = other[:, :, place] if other is not None and place < other.shape[-1] else None
        wrong = None if beside is None else wrong_cells(shown, beside)
        axes.set_axis_on()
        marked = wrong if wrong is not None and written(shown) else None
        draw_map(axes, shown, ink, limits, wrong=marked, cell=_cell(shown, columns))
        differs = beside is not None and (wrong is None or bool(wrong.any()))
        mark = "" if other is None else "✗ " if differs or beside is None else "✓ "
        ink.title(axes, f"{mark}{labels[place] if place < len(labels) else place}", fontsize=7.5)


def _labels(arguments: Mapping[str, Any], count: int) -> list[str]:
    """Return what the filters are called, where an argument names them."""
    for value in arguments.values():
        if isinstance(value, (list, tuple)) and len(value) == count:
            return [str(one)[:16] for one in value]
    return [str(number) if count > 1 else "" for number in range(count)]


def _verdict(same: bool, yours: _Bank, right: _Bank, ink: Ink) -> str:
    if same:
        return f"✓ {ink.text('same_answer')}"
    if yours.answers.shape != right.answers.shape:
        shapes = {
            "found": show_shape(yours.answers.shape),
            "right": show_shape(right.answers.shape),
        }
        return f"✗ {ink.text('other_shape', **shapes)}"
    wrong = wrong_cells(yours.answers, right.answers)
    count = 0 if wrong is None else int(wrong.sum())
    return f"✗ {ink.text('cells_differ', count=count, cells=yours.answers.size)}"
