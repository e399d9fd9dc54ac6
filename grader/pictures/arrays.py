"""Answers that are arrays: what was asked, the student's answer, and the right one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader import spec
from grader.judge.compare import as_array, same_value, size_of
from grader.judge.context import Answered
from grader.judge.show import show_call, show_shape, show_type
from grader.pictures.grid import Array, grey_span, span, wrong_cells
from grader.pictures.picture import DARK, GREEN, RED, Ink
from grader.pictures.planes import KERNELS, MOST_CELLS, Plane, Planes, arguments_of, planes_of
from grader.pictures.sheet import Band, Panel, draw_sheet
from grader.report.model import Finding

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUM_TOLERANCE = 1e-4
SMALL = 5
"""Sides of answers that are drawn all together."""
SEEN = 12
"""Axes of what is asked and answered, every cell of which can be read."""
MUCH = 150
"""Cells of what is asked and answered: of more the picture gets long."""
MOST_MAPS = ((4, False), (4, True), (2, False))
"""How many of one array, and whether in small cells: what gives no higher picture than TALL."""
TALL = 11.0
"""Inches."""
PER_LINE = 4
"""Small answers side by side."""


@dataclass(frozen=True)
class Drawn:
    """A figure with what is to be said of it."""

    figure: Figure
    title: str
    told: str


@dataclass(frozen=True)
class _Case:
    answered: Answered
    signs: bool
    """Whether only the signs count."""
    dtype: bool = False
    """Whether the type of the numbers counts, too."""

    @property
    def found(self) -> Any:
        return self.answered.outcome.value

    @property
    def wanted(self) -> Any:
        return self.answered.case.answer

    @property
    def group(self) -> str:
        return self.answered.case.group

    @property
    def right(self) -> bool:
        return self.same and self.types is None

    @property
    def types(self) -> tuple[str, str] | None:
        """The type of the answer and the one that is asked for, where it is another."""
        return _types(self.found, self.wanted, self.dtype)

    @property
    def same(self) -> bool:
        """Whether the numbers are right, of whatever type."""
        if not self.signs:
            return same_value(self.wanted, self.found)
        found, expected = as_array(self.found), as_array(self.wanted)
        if found is None or expected is None or found.shape != expected.shape:
            return False
        same_sum = abs(float(found.sum()) - float(expected.sum())) < SUM_TOLERANCE
        return same_sum and not _any(wrong_cells(found, expected, signs=True))


def draw_answers(
    name: str,
    checks: Sequence[spec.Check],
    answered: Sequence[Answered],
    findings: Sequence[Finding],
    ink: Ink,
) -> Drawn | None:
    """Draw one answer of a function, or all where they are small; None where there is none.

    `findings` are those of the checks that are not met: the case is drawn that they tell about.
    """
    signs = {check.group for check in checks if isinstance(check, spec.Signs)}
    dtype = {check.group for check in checks if isinstance(check, spec.Arrays) and check.dtype}
    cases = [
        _Case(one, one.case.group in signs, one.case.group in dtype)
        for one in answered
        if _drawable(one)
    ]
    if not cases:
        return None
    if len(cases) >= 3 and all(_is_small(case.wanted) for case in cases):
        return _gallery(name, cases[:7], ink)
    case, told_of = _chosen(name, cases, findings)
    return _one(name, case, told_of, ink)


def _drawable(answered: Answered) -> bool:
    value = answered.outcome.value
    if not answered.outcome.answered or not _pair(answered)[1]:
        return False
    return as_array(value) is not None or bool(planes_of(value))


def _is_small(answer: Any) -> bool:
    array = as_array(answer)
    return array is not None and array.ndim == 2 and max(array.shape) <= SMALL


def _chosen(name: str, cases: Sequence[_Case], findings: Sequence[Finding]) -> tuple[_Case, bool]:
    """Return the case that is drawn, and whether it is one that a finding tells about, where any
    does: the first of these, else the smallest wrong one, else the one that shows most.
    """
    calls = [(one.group, str(one.data["call"])) for one in findings if "call" in one.data]
    wrong = [case for case in cases if not case.right]
    fits = [case for case in wrong if _longest(case) <= MOST_CELLS]
    for group, call in calls:
        for case in fits:
            own = show_call(name, case.answered.case.arguments)
            if group in ("", case.group) and (call == own or call.startswith(f"{own}[")):
                return case, True
    groups = {one.group for one in findings}
    of_failed = [case for case in fits if case.group in groups or "" in groups]
    for some in (of_failed, fits, wrong):
        if some:
            return min(some, key=lambda case: size_of(case.answered.case.arguments)), not calls
    return max(cases, key=_telling), not calls


def _longest(case: _Case) -> int:
    """Return the longest axis of what is asked and of the right answer."""
    arrays = [as_array(v) for v in (*case.answered.case.arguments.values(), case.wanted)]
    sides = [side for a in arrays if a is not None and a.ndim > 1 for side in a.shape]
    return max(sides, default=0)


def _telling(case: _Case) -> tuple[int, int]:
    """Return how much there is to be seen in the answer of a case, as long as it can be read: a
    few different numbers first, then many cells, but not too many.
    """
    right = _pair(case.answered)[1]
    array = right.some[0].values
    if _longest(case) > SEEN:
        return 0, 0
    cells = size_of(case.answered.case.arguments) + sum(one.values.size for one in right.some)
    return min(len(np.unique(array)), 4), int(cells) if cells <= MUCH else -int(cells)


def _pair(answered: Answered) -> tuple[Planes, Planes, tuple[int, ...] | None]:
    """Return the maps of the student's answer and of the right one; and where both are rows of
    numbers that hold a picture, the shape of the picture that they were folded back to.
    """
    found, right = answered.outcome.value, answered.case.answer
    row = as_array(right)
    if row is None or row.ndim != 1:
        return planes_of(found, right), planes_of(right), None
    for name, value in answered.case.arguments.items():
        picture = as_array(value)
        if name not in KERNELS and picture is not None and picture.size == row.size:
            return _folded(found, picture), _folded(row, picture), picture.shape
    return Planes(), Planes(), None


def _folded(row: Any, picture: Array) -> Planes:
    """Return the maps of a row of numbers that is written into a picture's cells one by one; none
    where they are too many or too few.
    """
    array = as_array(row)
    fits = array is not None and array.shape == (picture.size,)
    return planes_of(np.reshape(array, picture.shape)) if array is not None and fits else Planes()


def _one(name: str, case: _Case, told_of: bool, ink: Ink) -> Drawn:
    """Draw arguments, the student's answer and the right one."""
    verdict = _verdict(case, ink)
    call = show_call(name, case.answered.case.arguments)
    below = [(verdict, GREEN if case.right else RED)]
    if not told_of:
        below.append((ink.text("other_case"), DARK))
    for most, small in MOST_MAPS:
        figure = draw_sheet(call, _bands(case, most, ink), below, ink, small=small)
        if figure.get_figheight() <= TALL:
            break
    return Drawn(figure, call, ". ".join(text for text, _ in below))


def _bands(case: _Case, most: int, ink: Ink) -> list[Band]:
    """Return what was asked, the answer and the right one, so many maps of each at most."""
    found, right, folded = _pair(case.answered)
    marks = _marks(found, right, signs=case.signs)
    places = _places(marks, len(found.some), len(right.some), most)
    grey = _is_picture(case.answered.case.arguments)
    maps = [plane.values for plane in right.some]
    # What is asked for may be cut or moved: the limits are those of the right answer.
    limits = grey_span(maps) if grey else span(*maps)
    bands = list(_arguments(case, places, most, ink))
    for word, planes, wrong in ((ink.text("yours"), found, marks), (ink.text("right"), right, [])):
        panels = tuple(
            Panel(planes.some[i].name, planes.some[i].values, limits, grey,
                  wrong[i] if i < len(wrong) else None)
            for i in places if i < len(planes.some)
        )  # fmt: skip
        if not panels:
            bands.append(Band(word, note=ink.text("undrawn", shape=_shape(case.found))))
            continue
        if folded is not None:
            word = ink.text("folded", word=word, shape=show_shape(folded))
        bands.append(Band(_counted(word, len(panels), planes.total, ink), (panels,)))
    return bands


def _shape(value: Any) -> str:
    array = as_array(value)
    return show_shape(() if array is None else array.shape)


def _arguments(case: _Case, places: Sequence[int], most: int, ink: Ink) -> Iterator[Band]:
    """Yield what was asked: pictures and filters, all of them in grey."""
    right = as_array(case.wanted)
    dark = right is not None and right.size > 0 and float(right.max()) < 0.5
    for name, planes in list(arguments_of(case.answered.case.arguments).items())[:2]:
        maps = [plane.values for plane in planes.some]
        if name in KERNELS:
            lines, limits = _filters(planes, places, most), span(*maps)
        else:
            lines, limits = [list(planes.some[:most])], grey_span(maps, dark=dark)
        panels = tuple(
            tuple(Panel(one.name and f"{name}{one.name}", one.values, limits, True) for one in line)
            for line in lines
        )
        yield Band(_counted(name, sum(map(len, panels)), planes.total, ink), panels)


def _filters(planes: Planes, places: Sequence[int], most: int) -> list[list[Plane]]:
    """Return the maps of filters channel by channel: of those filters whose answers are drawn."""
    channels = [
        [plane for plane in planes.some if plane.line == line]
        for line in sorted({plane.line for plane in planes.some})[:most]
    ]
    return [[line[i] for i in places if i < len(line)] or line[:most] for line in channels]


def _is_picture(arguments: Mapping[str, Any]) -> bool:
    """Whether an answer is a picture: what is made of one picture alone, without filters."""
    pictured = arguments_of(arguments)
    return len(pictured) == 1 and not KERNELS & pictured.keys()


def _counted(word: str, shown: int, total: int, ink: Ink) -> str:
    return word if shown >= total else f"{word} ({ink.text('some_of', shown=shown, count=total)})"


def _marks(found: Planes, right: Planes, *, signs: bool) -> list[Array | None]:
    """Return where the maps differ; nothing where they do not stand for each other."""
    pairs = zip(found.some, right.some)
    if found.total != right.total and found.some and "," not in found.some[0].name:
        return []
    return [wrong_cells(one.values, other.values, signs=signs) for one, other in pairs]


def _places(marks: Sequence[Array | None], found: int, right: int, most: int) -> list[int]:
    """Return which maps are drawn: those first in which something is wrong, in their order."""
    every = range(max(found, right))
    wrong = [i for i in every if i < len(marks) and _any(marks[i])]
    others = [i for i in every if i not in wrong]
    return sorted([*wrong, *others][:most])


def _any(cells: Array | None) -> bool:
    return cells is not None and bool(cells.any())


def _types(found: Any, wanted: Any, dtype: bool) -> tuple[str, str] | None:
    """Return the type of an answer and the one that it should have, where they differ; `dtype`
    says whether that of the numbers counts, too.
    """
    if isinstance(wanted, (list, tuple)):
        if not isinstance(found, (list, tuple)):
            return show_type(found), "list"
        pairs = (_types(one, other, dtype) for one, other in zip(found, wanted))
        return next((pair for pair in pairs if pair is not None), None)
    if not dtype or not isinstance(wanted, np.ndarray):
        return None
    if not isinstance(found, np.ndarray):
        return show_type(found), "numpy.ndarray"
    return None if found.dtype == wanted.dtype else (str(found.dtype), str(wanted.dtype))


def _verdict(case: _Case, ink: Ink) -> str:
    """Return in words how far an answer is from the right one."""
    whole, wanted = as_array(case.found), as_array(case.wanted)
    if whole is not None and wanted is not None:
        if whole.shape != wanted.shape:
            shapes = {"found": show_shape(whole.shape), "right": show_shape(wanted.shape)}
            return "✗ " + ink.text("other_shape", **shapes)
        wrong = wrong_cells(whole, wanted, signs=case.signs)
        count = 0 if wrong is None else int(wrong.sum())
        if count:
            return "✗ " + ink.text("cells_differ", count=count, cells=whole.size)
    if not case.same:
        return "✗ " + ink.text("differs")
    if case.types is not None:
        found, right = case.types
        return "✗ " + ink.text("other_type", found=found, right=right)
    return "✓ " + ink.text("same")


def _gallery(name: str, cases: Sequence[_Case], ink: Ink) -> Drawn:
    """Draw every answer, its wrong cells framed. The right ones are not drawn: answers this small
    would only have to be copied.
    """
    wrong = [_called(case) for case in cases if not case.right]
    shown = [case for case in cases if _pair(case.answered)[0]]
    bands = []
    for start in range(0, len(shown), PER_LINE):
        part = shown[start : start + PER_LINE]
        bands.append(Band(ink.text("yours"), (tuple(_small(case) for case in part),)))
    told = ink.text("all_right") if not wrong else ink.text("wrong_ones", names=", ".join(wrong))
    figure = draw_sheet(name, bands, [(told, RED if wrong else GREEN)], ink)
    return Drawn(figure, name, told)


def _small(case: _Case) -> Panel:
    """Return an answer as it is drawn; one whose signs count at its own strength."""
    found, right = (planes.some[0].values for planes in _pair(case.answered)[:2])
    wrong = None if case.right else wrong_cells(found, right, signs=case.signs)
    title = f"{'✓' if case.right else '✗'} {_called(case)}"
    return Panel(title, found, span(found) if case.signs else span(right), wrong=wrong)


def _called(case: _Case) -> str:
    return ", ".join(str(value) for value in case.answered.case.arguments.values())[:16]
