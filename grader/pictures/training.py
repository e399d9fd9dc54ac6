"""How a network learned, what it takes for what, and what its first filters look for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.pictures.arrays import Drawn
from grader.pictures.grid import Array, draw_map, span
from grader.pictures.picture import BESIDE, DARK, PALE, QUIET, RIGHT, YOURS, Ink, new_figure
from grader.train.portrait import Epoch, Mapped, Portrait

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CLASSES = 12
"""Of more, no confusion matrix is drawn."""
MOST_LOSS = 10.0
"""Greater losses are drawn at the upper edge."""


@dataclass(frozen=True)
class Trained:
    """One network that was trained to be looked at."""

    call: str
    portrait: Portrait
    classes: Sequence[str]
    """What the labels stand for."""
    bar: float | None = None
    """The accuracy that the check asks for."""
    beside: tuple[str, Portrait] | None = None
    """The call and the portrait of a network that is trained beside it."""


def draw_training(trained: Trained, ink: Ink) -> Iterator[tuple[str, Drawn]]:
    """Yield what there is to be seen, each with a word for its file."""
    yield "training", _curves(trained, ink)
    if 1 < len(trained.portrait.confusion) <= MOST_CLASSES:
        yield "confusion", _confusion(trained, ink)
    if trained.portrait.shifts:
        yield "shift", _shifts(trained, ink)
    if trained.portrait.filters is not None and trained.portrait.maps:
        yield "filters", _filters(trained, ink)


def _curves(trained: Trained, ink: Ink) -> Drawn:
    figure = new_figure(7.5, 3.4)
    losses, accuracies = figure.subplots(1, 2)
    epochs = trained.portrait.epochs
    known, new = ink.text("training_pictures"), ink.text("new_pictures")
    _line(losses, [e.loss for e in epochs], known, "o-", YOURS)
    _line(losses, [e.new_loss for e in epochs], new, "s--", RIGHT)
    _line(accuracies, [e.accuracy for e in epochs], known, "o-", YOURS)
    _line(accuracies, [e.new_accuracy for e in epochs], new, "s--", RIGHT)
    if trained.beside is not None:
        call, portrait = trained.beside
        values = [e.new_accuracy for e in portrait.epochs]
        _line(accuracies, values, ink.text("beside", call=call), "^:", BESIDE)
    if trained.bar is not None:
        accuracies.axhline(trained.bar, color=DARK, lw=0.9, ls="-.")
        _name_line(accuracies, trained.bar, ink.text("bar", bar=f"{trained.bar:.2f}"), ink)
    losses.set_ylim(bottom=0)
    accuracies.set_ylim(0, 1.06)
    ink.title(losses, ink.text("loss"))
    ink.title(accuracies, ink.text("accuracy"))
    for axes in (losses, accuracies):
        ink.labels(axes, ink.text("epoch"), "")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(visible=True, color=PALE)
        axes.set_axisbelow(True)
    ink.legend(losses, loc="upper right")
    if trained.beside is not None:
        ink.legend(accuracies, loc="lower right")
    title = ink.text("curves_of", call=trained.call)
    ink.head(figure, title)
    return Drawn(figure, title, _told_curves(epochs, ink))


def _name_line(axes: Axes, height: float, name: str, ink: Ink) -> None:
    box = {"fc": "white", "ec": "none", "pad": 0.8}
    left, right = axes.get_xlim()
    right -= (right - left) * 0.01
    ink.write(
        axes, right, height, name, fontsize=7.5, color=DARK, ha="right", va="center", bbox=box
    )


def _line(axes: Axes, values: Sequence[float | None], name: str, style: str, colour: str) -> None:
    shown = [np.nan if value is None else min(value, MOST_LOSS) for value in values]
    axes.plot(range(len(shown)), shown, style, color=colour, label=name, lw=1.5, ms=4)


def _told_curves(epochs: Sequence[Epoch], ink: Ink) -> str:
    first, last = epochs[0], epochs[-1]
    return ink.text(
        "curves_told",
        epochs=len(epochs) - 1,
        first=_number(first.loss),
        last=_number(last.loss),
        known=f"{last.accuracy:.2f}",
        new=f"{last.new_accuracy:.2f}",
    )


def _number(loss: float | None) -> str:
    return "∞" if loss is None else f"{loss:.2f}"


def _confusion(trained: Trained, ink: Ink) -> Drawn:
    portrait, names = trained.portrait, _names(trained)
    figure = new_figure(7.5, 3.9)
    left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=(1.15, 1))[0]
    axes = left.subplots()
    table = np.asarray(portrait.confusion)
    axes.imshow(table / np.maximum(table.sum(axis=1, keepdims=True), 1), cmap="Blues", vmin=0,
                vmax=1)  # fmt: skip
    for (row, column), count in np.ndenumerate(table):
        share = count / max(table[row].sum(), 1)
        bold = "bold" if row != column and count else "normal"
        colour = "white" if share > 0.55 else DARK if count else "#b4bac2"
        ink.write(axes, column, row, str(count), fontsize=8, color=colour, weight=bold,
                  ha="center", va="center")  # fmt: skip
    ticks = range(len(table))
    turned = 35 if max(map(len, names)) > 3 else 0
    axes.set_xticks(ticks, names, fontsize=8, family=ink.family, rotation=turned)
    axes.set_yticks(ticks, names, fontsize=8, family=ink.family)
    ink.labels(axes, ink.text("read_as"), ink.text("is"))
    _misread(right, trained, names, ink)
    wrong, seen = int(table.sum() - np.trace(table)), int(table.sum())
    told = ink.text("confusion_told", wrong=wrong, seen=seen)
    worst = _worst(table, names)
    if worst is not None:
        told = f"{told} {ink.text('worst', **worst)}"
    title = ink.text("confusion_of", call=trained.call)
    ink.head(figure, title)
    return Drawn(figure, title, told)


def _names(trained: Trained) -> list[str]:
    count = len(trained.portrait.confusion)
    return [str(name) for name in trained.classes][:count] or [str(n) for n in range(count)]


def _worst(table: Array, names: Sequence[str]) -> dict[str, Any] | None:
    """Return which class is taken for which other one most often."""
    off = table * (1 - np.eye(len(table), dtype=int))
    row, column = divmod(int(off.argmax()), len(off))
    if not off[row, column]:
        return None
    return {"one": names[row], "other": names[column], "count": int(off[row, column])}


def _misread(part: Any, trained: Trained, names: Sequence[str], ink: Ink) -> None:
    """Draw a few pictures that were taken for something else."""
    misread = trained.portrait.misread
    if not misread:
        axes = part.subplots()
        axes.set_axis_off()
        ink.write(axes, 0.5, 0.5, f"✓ {ink.text('none_misread')}", fontsize=9, ha="center",
                  color=DARK, wrap=True)  # fmt: skip
        return
    cells = part.subplots(3, 3, squeeze=False).ravel()
    for axes in cells[len(misread) :]:
        axes.set_axis_off()
    for axes, one in zip(cells, misread):
        _show(axes, one.picture)
        said = ink.text("misread_as", label=names[one.label], read=names[one.read])
        ink.title(axes, said, fontsize=7.5)


def _show(axes: Axes, picture: Array) -> None:
    axes.imshow(picture if picture.shape[-1] == 3 else picture[..., 0], cmap="gray", vmin=0,
                vmax=255)  # fmt: skip
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():  # a white pixel at the border is not the page
        spine.set(color=QUIET, linewidth=0.6)


def _shifts(trained: Trained, ink: Ink) -> Drawn:
    figure = new_figure(7.5, 3.2)
    axes = figure.add_subplot()
    _shift_line(axes, trained.portrait, trained.call, "o-", YOURS)
    if trained.beside is not None:
        call, portrait = trained.beside
        _shift_line(axes, portrait, ink.text("beside", call=call), "^:", BESIDE)
    count = len(trained.portrait.confusion)
    axes.axhline(1 / count, color=QUIET, lw=0.9, ls="-.")
    _name_line(axes, 1 / count, ink.text("guess"), ink)
    axes.set_ylim(0, 1.06)
    axes.grid(visible=True, color=PALE)
    axes.set_axisbelow(True)
    ink.labels(axes, ink.text("pixels_moved"), ink.text("accuracy"))
    ink.legend(axes, loc="lower left", bbox_to_anchor=(0, 0.12))
    title = ink.text("shifts_of", call=trained.call)
    ink.head(figure, title)
    shifts = trained.portrait.shifts
    (near, still), (far, moved) = shifts[0], shifts[-1]
    data = {"near": near, "still": f"{still:.2f}", "far": far, "moved": f"{moved:.2f}"}
    return Drawn(figure, title, ink.text("shifts_told", **data))


def _shift_line(axes: Axes, portrait: Portrait, name: str, style: str, colour: str) -> None:
    shifts, accuracies = zip(*portrait.shifts)
    axes.plot(shifts, accuracies, style, color=colour, label=name, lw=1.5, ms=5)


def _filters(trained: Trained, ink: Ink) -> Drawn:
    """Draw the filters of the first convolution, and below what two pictures become."""
    portrait = trained.portrait
    filters = portrait.filters
    count, colours = filters.shape[3], filters.shape[2] == 3
    rows = 1 + len(portrait.maps)
    figure = new_figure(7.5, 0.9 + 1.15 * rows)
    grid = figure.subplots(rows, count + 1, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    ink.write(grid[0, 0], 0.5, 0.5, ink.text("filters"), fontsize=8.5, weight="bold", ha="center",
              va="center", transform=grid[0, 0].transAxes)  # fmt: skip
    for place in range(count):
        axes = grid[0, place + 1]
        axes.set_axis_on()
        if colours:
            _colour_filter(axes, filters[..., place])
        else:
            kernel = filters[:, :, 0, place]
            cell = 7.5 * 72 * 0.85 / (count + 1) / max(kernel.shape)
            draw_map(axes, kernel, ink, span(filters[:, :, 0]), cell=cell, digits=1)
        ink.title(axes, str(place), fontsize=7.5)
    for row, mapped in enumerate(portrait.maps, 1):
        _draw_maps(grid[row], mapped, _names(trained)[mapped.label], ink)
    note = ink.text("maps_relu" if portrait.relu else "maps_plain")
    figure.supxlabel(note, family=ink.family, fontsize=8, color=QUIET)
    title = ink.text("filters_of", call=trained.call)
    ink.head(figure, title)
    data = {"count": count, "height": filters.shape[0], "width": filters.shape[1]}
    return Drawn(figure, title, ink.text("filters_told", **data))


def _draw_maps(cells: Sequence[Axes], mapped: Mapped, name: str, ink: Ink) -> None:
    cells[0].set_axis_on()
    _show(cells[0], mapped.picture)
    ink.title(cells[0], name, fontsize=8)
    limits = span(mapped.maps)
    for place in range(mapped.maps.shape[-1]):
        axes = cells[place + 1]
        axes.set_axis_on()
        draw_map(axes, mapped.maps[..., place], ink, limits, cell=0, numbers=False)


def _colour_filter(axes: Axes, kernel: Array) -> None:
    """Draw a filter over three colours: grey is a weight of zero."""
    most = max(float(np.abs(kernel).max()), 1e-9)
    axes.imshow(0.5 + kernel / (2 * most), interpolation="nearest")
    axes.set(xticks=[], yticks=[])
