"""Figures of a class as SVG to stand inside a page of HTML.

Text stays text: it is selected, searched and read aloud like the rest of the page, and drawn with
the reader's own fonts, which have Korean glyphs where Matplotlib's have none. Since its width is
then not known while drawing, nothing is laid out by it: labels are anchored, and legends are HTML.
Colours are the page's custom properties, so that a figure follows light, dark and paper; each is
doubled by a hatch, a marker, a dash or a number. Ids carry the figure's name, so that several
figures share a page; the same numbers give the same bytes.
"""

from __future__ import annotations

import io
import itertools
import math
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from grader.classroom.analysis import (
    Contest,
    Distribution,
    ExerciseFigures,
    HandingIn,
    Item,
    TaskCurves,
)

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
COLOURS = {
    "ink": "#101011",
    "soft": "#101012",
    "rule": "#101013",
    "paper": "#101014",
    "pass": "#101021",
    "fail": "#101022",
    "limit": "#101023",
    "blocked": "#101024",
    "todo": "#101025",
    "error": "#101026",
    "missing": "#101027",
    "accent": "#101031",
    "alert": "#101032",
    "on-pass": "#101041",
    "on-fail": "#101042",
}
"""Stand-ins while drawing; in the page each becomes `var(--name)`."""
HATCHES = {"limit": "xxx", "blocked": "///", "error": "...", "missing": "", "todo": ""}
STACK = ("pass", "fail", "limit", "error", "blocked", "todo", "missing")
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "class",
    "font.family": ["DejaVu Sans"],
    "font.size": 10.0,
    "axes.unicode_minus": True,
    "axes.edgecolor": COLOURS["rule"],
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.labelcolor": COLOURS["soft"],
    "axes.titlecolor": COLOURS["soft"],
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.titlepad": 9.0,
    "axes.titley": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "grid.color": COLOURS["rule"],
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["rule"],
    "ytick.color": COLOURS["rule"],
    "xtick.labelcolor": COLOURS["soft"],
    "ytick.labelcolor": COLOURS["soft"],
    "ytick.major.size": 0.0,
    "xtick.major.size": 3.0,
}
WIDTH = 5.0
"""Inches: narrow enough that its letters can still be read on a telephone."""
MARKERS = ("X", "v", "s", "^", "D", "o")


def distribution(name: str, title: str, told: str, data: Distribution, axes: Sequence[str]) -> str:
    """Draw how many students lie in each tenth of the points; the provisional ones hatched.

    `axes` says what lies across and what is counted.
    """

    def draw(figure: Figure) -> None:
        ax = figure.add_axes((0.03, 0.17, 0.93, 0.7))
        places = [10 * i + 5 for i in range(len(data.final))]
        ax.bar(places, data.final, 9.2, color=COLOURS["accent"])
        ax.bar(
            places,
            data.provisional,
            9.2,
            bottom=data.final,
            facecolor=COLOURS["paper"],
            edgecolor=COLOURS["accent"],
            hatch="///",
            linewidth=0.8,
        )
        for place, final, provisional in zip(places, data.final, data.provisional):
            count = final + provisional
            if count:
                ax.text(place, count, str(count), ha="center", va="bottom")
        ax.set_xlim(0, 100)
        ax.set_ylim(0, max(1, *map(sum, zip(data.final, data.provisional))) * 1.12)
        ax.set_xticks(range(0, 101, 10))
        ax.set_yticks([])
        ax.set_xlabel(axes[0])
        ax.set_title(axes[1])

    return _svg(name, title, told, 2.9, draw)


def statuses(
    name: str, title: str, told: str, rows: Sequence[tuple[str, ExerciseFigures]], axis: str
) -> str:
    """Draw, for each exercise, how many students stand where."""

    def draw(figure: Figure) -> None:
        height = figure.get_figheight()
        ax = figure.add_axes((0.07, 0.42 / height, 0.9, 1 - 0.5 / height))
        for place, (_, one) in enumerate(rows):
            _stack(ax, place, one)
        most = max((one.students for _, one in rows), default=0) or 1
        ax.set_xlim(0, most)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylim(len(rows) - 0.45, -0.55)
        ax.set_yticks(range(len(rows)), [label for label, _ in rows])
        ax.set_xlabel(axis)
        ax.spines["bottom"].set_visible(False)

    return _svg(name, title, told, 0.55 + 0.25 * len(rows), draw)


def _stack(ax: Any, place: int, one: ExerciseFigures) -> None:
    counts = {**one.statuses, "missing": one.students - one.handed_in}
    left = 0
    for status in STACK:
        count = counts.get(status, 0)
        if count:
            ax.barh(place, count, 0.72, left=left, **fill(status))
            if status in ("pass", "fail") and count > 0.055 * one.students:
                colour = COLOURS[f"on-{status}"]
                middle = left + count / 2
                ax.text(middle, place, str(count), ha="center", va="center", color=colour)
        left += count


def fill(status: str) -> dict[str, Any]:
    """Return how an area of a status is filled: by colour, and by a hatch where it has one."""
    if status in ("pass", "fail", "todo"):
        return {"facecolor": COLOURS[status], "edgecolor": COLOURS["paper"], "linewidth": 0.8}
    look = {"facecolor": COLOURS["paper"], "edgecolor": COLOURS[status], "linewidth": 0.8}
    return {**look, "hatch": HATCHES[status]} if HATCHES[status] else look


def swatch(status: str) -> str:
    """Draw a status as it is filled elsewhere, for a legend. It says nothing by itself."""

    def draw(figure: Figure) -> None:
        ax = figure.add_axes((0.03, 0.05, 0.94, 0.9))
        ax.set_axis_off()
        ax.bar(0, 1, 1, **fill(status))

    return _svg(f"swatch-{status}", "", "", 0.16, draw, width=0.26)


def items(
    name: str, title: str, told: str, data: Sequence[Item], axes: Sequence[str], low: float
) -> str:
    """Draw every task by difficulty (across) and discrimination (up); the low ones are
    named where there is room.
    """

    def draw(figure: Figure) -> None:
        ax = figure.add_axes((0.09, 0.15, 0.87, 0.74))
        shown = [one for one in data if one.discrimination is not None]
        bottom = min(-0.05, *(one.discrimination or 0.0 for one in shown)) - 0.05
        ax.axhspan(bottom, low, facecolor=COLOURS["todo"], alpha=0.45, linewidth=0)
        ax.axhline(low, color=COLOURS["fail"], linewidth=0.9, linestyle=(0, (4, 3)))
        ax.text(0.0, low, f"{low:g}", ha="left", va="bottom", color=COLOURS["alert"])
        for good, marker, colour in ((True, "o", "accent"), (False, "D", "fail")):
            some = [one for one in shown if ((one.discrimination or 0.0) >= low) == good]
            across = [100 * one.difficulty for one in some]
            up = [one.discrimination or 0.0 for one in some]
            look: dict[str, Any] = {"color": COLOURS[colour], "marker": marker, "alpha": 0.85}
            ax.scatter(across, up, 26, linewidths=0, **look)
        ax.set_xlim(-3, 103)
        ax.set_ylim(bottom, 1.0)
        _labels(ax, [one for one in shown if (one.discrimination or 0.0) < low])
        ax.set_xlabel(axes[0])
        ax.set_title(axes[1])
        ax.grid(True)

    return _svg(name, title, told, 3.4, draw)


def _labels(ax: Any, some: Sequence[Item]) -> None:
    """Write the tasks' ids beside their points, where no other label or point is in the way; one
    that finds no room is left out, since text and table name it, too.
    """
    dots = 0.72 * ax.transData.transform([(100 * o.difficulty, o.discrimination) for o in some])
    taken = [(x - 3, y - 3, x + 3, y + 3) for x, y in dots]
    for one, (x, y) in zip(some, dots):
        for side, align in ((6, "left"), (-6, "right")):
            width = 6.2 * len(one.task)
            left = x + side - (width if align == "right" else 0)
            box = (left, y - 5, left + width, y + 5)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                point = (100 * one.difficulty, one.discrimination)
                look = {"textcoords": "offset points", "ha": align, "va": "center"}
                ax.annotate(one.task, point, (side, 0), **look)
                break


def _meet(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether two boxes (left, bottom, right, top) cover each other somewhere."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def handing_in(
    name: str, title: str, told: str, data: Sequence[HandingIn], axis: str, due: str
) -> str:
    """Draw, for each exercise, when it was handed in, in days: each student a stroke, the middle
    half a bar, the median a point.
    """

    def draw(figure: Figure) -> None:
        height = figure.get_figheight()
        ax = figure.add_axes((0.07, 0.42 / height, 0.9, 1 - 0.72 / height))
        for place, one in enumerate(data):
            days = [hours / 24 for hours in one.hours]
            low, median, high = (
                v / 24 for v in (one.spread.low, one.spread.median, one.spread.high)
            )
            top, bottom, colour = place - 0.3, place + 0.3, COLOURS["soft"]
            ax.vlines(days, top, bottom, color=colour, linewidth=0.5, alpha=0.6)
            ax.plot([low, high], [place, place], color=COLOURS["accent"], linewidth=5, alpha=0.75)
            ax.plot([median], [place], "o", color=COLOURS["ink"], markersize=4.5)
        ax.axvline(0, color=COLOURS["fail"], linewidth=1.1, linestyle=(0, (4, 3)))
        ax.text(0, -0.75, due, ha="center", va="bottom", color=COLOURS["alert"])
        ax.set_ylim(len(data) - 0.45, -0.6)
        ax.set_xlim(*_with_zero([h / 24 for one in data for h in one.hours]))
        ax.set_yticks(range(len(data)), [one.exercise for one in data])
        ax.set_xlabel(axis)
        ax.xaxis.grid(True)

    return _svg(name, title, told, 0.75 + 0.25 * len(data), draw)


def _with_zero(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(0.0, *values), max(0.0, *values)
    room = max(0.05 * (high - low), 0.02)
    return low - room, high + room


def curves(name: str, title: str, told: str, data: TaskCurves, axes: Sequence[str]) -> str:
    """Draw the losses of a task's trainings, epoch by epoch: those that reached the bar as lines,
    the others dashed, the kit's own network with points.
    """

    def draw(figure: Figure) -> None:
        ax = figure.add_axes((0.09, 0.17, 0.88, 0.71))
        for one in sorted(data.curves, key=lambda c: c.passed, reverse=True):
            look: dict[str, Any] = {"color": COLOURS["accent"], "alpha": 0.55}
            if not one.passed:
                look = {"color": COLOURS["fail"], "linestyle": (0, (4, 2)), "alpha": 0.9}
            thick = min(0.9 + 0.25 * math.log2(one.students), 2.6)
            ax.plot(range(1, len(one.losses) + 1), one.losses, linewidth=thick, **look)
        if data.reference:
            epochs = range(1, len(data.reference) + 1)
            look = {"color": COLOURS["ink"], "marker": "o", "markersize": 3.8, "linewidth": 1.3}
            ax.plot(epochs, data.reference, **look)
        longest = max(len(losses) for losses in (*(c.losses for c in data.curves), data.reference))
        ax.set_xlim(0.7, max(longest, 2) + 0.3)
        ax.set_ylim(0, _top(data))
        step = max(1, math.ceil(longest / 10))
        ax.set_xticks(range(step, longest + 1, step) if step > 1 else range(1, longest + 1))
        ax.set_xlabel(axes[0])
        ax.set_title(axes[1])
        ax.yaxis.grid(True)

    return _svg(name, title, told, 2.6, draw)


def _top(data: TaskCurves) -> float:
    """Return how high the axis of losses reaches: one that runs away does not flatten the rest."""
    highest = sorted(max(losses) for losses in (*(c.losses for c in data.curves), data.reference)
                     if losses)  # fmt: skip
    usual = highest[len(highest) // 2]
    return 1.08 * max(min(highest[-1], 4 * usual), 1e-6)


def contest(
    name: str, title: str, told: str, data: Contest, axes: Sequence[str], bar: Callable[[int], str]
) -> str:
    """Draw what free designs cost (across) and reach (up), with the bars of accuracy.

    `bar` says how the bar of a tier is called, from 1.
    """

    def draw(figure: Figure) -> None:
        ax = figure.add_axes((0.1, 0.15, 0.87, 0.74))
        for tier in range(len(data.bars) + 1):
            some = [one for one in data.reached if one.tier == tier]
            look: dict[str, Any] = {"color": COLOURS["accent" if tier else "fail"], "alpha": 0.75}
            look["marker"] = MARKERS[min(tier, len(MARKERS) - 1)]
            across, up = [one.parameters for one in some], [one.accuracy for one in some]
            ax.scatter(across, up, 30, linewidths=0, **look)
        low, high = _decades([max(one.parameters, 1) for one in data.reached])
        for tier, height in enumerate(data.bars, 1):
            ax.axhline(height, color=COLOURS["soft"], linewidth=0.8, linestyle=(0, (4, 3)))
            ax.text(low * 1.03, height, bar(tier), ha="left", va="bottom", color=COLOURS["soft"])
        ax.set_xscale("log")
        ax.set_xlim(low, high)
        ticks = _round_numbers(low, high)
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        lowest = min(one.accuracy for one in data.reached)
        ax.set_ylim(max(0.0, lowest - 0.05), 1.02)
        ax.set_xlabel(axes[0])
        ax.set_title(axes[1])

    return _svg(name, title, told, 3.6, draw)


def _decades(values: Sequence[int]) -> tuple[float, float]:
    return min(values) / 1.6, max(values) * 1.6


def _round_numbers(low: float, high: float) -> list[float]:
    """Return 1, 2, 5 times powers of ten between two numbers; only powers where they are many."""
    powers = [10.0**i for i in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    fine = [f * p for p, f in itertools.product(powers, (1, 2, 5)) if low <= f * p <= high]
    return fine if len(fine) <= 6 else [p for p in powers if low <= p <= high]


# From a drawing to markup.


def _svg(
    name: str,
    title: str,
    told: str,
    height: float,
    draw: Callable[[Figure], None],
    width: float = WIDTH,
) -> str:
    """Draw one figure, `width` x `height` inches, and return it as an element for a page."""
    written = io.BytesIO()
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # the reader's fonts have it
        matplotlib.rcdefaults()  # whatever this machine prefers
        matplotlib.rcParams.update(STYLE)
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
        draw(figure)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(written, format="svg", metadata=nothing)
    return _inline(ET.fromstring(written.getvalue()), name, title, told)


def _inline(root: ET.Element, name: str, title: str, told: str) -> str:
    """Turn a drawing into a part of a page: own ids, the page's colours and fonts, words for
    those who do not see it. One without words is an ornament.
    """
    _without_rules(root)
    _rename(root, name)
    for element in root.iter():
        _recolour(element)
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.set("class", "figure" if title else "swatch")
    if title:
        root.set("role", "img")
        root.set("aria-labelledby", f"{name}-title {name}-told")
        for place, (tag, text) in enumerate((("title", title), ("desc", told))):
            word = ET.Element(tag, id=f"{name}-{'told' if place else 'title'}")
            word.text = text
            root.insert(place, word)
    else:
        root.set("aria-hidden", "true")
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    return ET.tostring(root, "unicode", short_empty_elements=True)


def _without_rules(root: ET.Element) -> None:
    """Take out the metadata, and the style sheet: its rules would reach the whole page."""
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    for parent in list(root.iter()):
        for child in [e for e in parent if e.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style")]:
            parent.remove(child)


def _rename(root: ET.Element, name: str) -> None:
    """Keep the ids that something refers to, under the figure's own name."""
    refers = re.compile(r"url\(#([^)]+)\)")
    used: set[str] = set()
    for element in root.iter():
        target = element.attrib.pop(f"{{{XLINK}}}href", None)
        if target is not None:
            used.add(target[1:])
            element.set("href", f"#{name}-{target[1:]}")
        for key, value in element.attrib.items():
            used.update(refers.findall(value))
            element.set(key, refers.sub(rf"url(#{name}-\1)", value))
    for element in root.iter():
        id = element.attrib.pop("id", None)
        if id in used:
            element.set("id", f"{name}-{id}")


_STAND_INS = {value: f"var(--{name})" for name, value in COLOURS.items()}
_COLOUR = re.compile("#[0-9a-f]{6}")
_FONT = re.compile(r"(font: [\d.]+px|font-family:) ?[^;]*")


def _recolour(element: ET.Element) -> None:
    """Put the page's colours and fonts in place; attributes know no custom property, styles do."""
    style = element.get("style", "")
    for key in ("fill", "stroke"):
        value = element.get(key, "")
        if value in _STAND_INS:
            del element.attrib[key]
            style = f"{key}: {value}; {style}".removesuffix("; ")
    style = _COLOUR.sub(lambda found: _STAND_INS.get(found[0], found[0]), style)
    if element.tag == f"{{{SVG}}}text":
        style = _FONT.sub(r"\1 var(--font)", style)
    if style:
        element.set("style", style)
