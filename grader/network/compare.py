"""Where a network departs from the one that is expected: the first layer, and a table."""

from __future__ import annotations

from dataclasses import dataclass

from grader.network.canonical import canonical
from grader.network.folded import folded
from grader.network.model import Layer, Network, Setting

Step = tuple["int | None", "int | None"]
"""A layer of the expected network beside one of the found network; `None` is a gap."""

_CELLS = 400_000
"""Largest table of the alignment, in cells; beyond it layers are paired in order."""
_GAP = 1.25
_OTHER_KIND = 2.2


@dataclass(frozen=True)
class Row:
    """One line of the layer-by-layer table."""

    position: int
    expected_index: int | None
    """The layer in `Departure.expected`; `None` where the student has one too many."""
    found_index: int | None
    """The layer in `Departure.found`; `None` where one is missing."""
    same: bool


@dataclass(frozen=True)
class Difference:
    """One setting that differs; `None` where a layer has no such setting."""

    setting: str
    expected: Setting
    found: Setting


@dataclass(frozen=True)
class Departure:
    """How two networks differ.

    `expected` and `found` are the canonical forms with activations folded in, so that `walk` and
    `describe` give the columns of the table.
    """

    kind: str
    """`"settings"`, `"kind"`, `"missing"`, `"extra"` or `"wiring"`."""
    row: int
    """The first row that departs."""
    rows: tuple[Row, ...]
    expected: Network
    found: Network
    differences: tuple[Difference, ...] = ()
    """For `"settings"`: which, by name."""


def first_departure(
    expected: Network,
    found: Network,
    *,
    keep_dropout: bool = False,
    keep_momentum: bool = False,
) -> Departure | None:
    """Return where `found` first departs from `expected`, or `None` where they are the same.

    Both are compared in canonical form, so that style is no departure.

    Raises:
        NetworkError: whatever `canonical` raises.
    """
    plain = [
        canonical(network, keep_dropout=keep_dropout, keep_momentum=keep_momentum, keep_names=True)
        for network in (expected, found)
    ]
    if plain[0] == plain[1]:
        return None
    left, right = folded(plain[0]), folded(plain[1])
    rows = _rows(left, right)
    first = next((row.position for row in rows if not row.same), None)
    if first is None:
        return Departure("wiring", _first_rewired(left, right), rows, left, right)
    kind, differences = _kind_of(rows[first], left, right)
    return Departure(kind, first, rows, left, right, differences)


def differences(expected: Layer, found: Layer) -> tuple[Difference, ...]:
    """Return the settings in which two layers of one kind differ."""
    mine, theirs = _settings(expected), _settings(found)
    names = sorted(mine.keys() | theirs.keys())
    return tuple(
        Difference(name, mine.get(name), theirs.get(name))
        for name in names
        if mine.get(name) != theirs.get(name)
    )


def _settings(layer: Layer) -> dict[str, Setting]:
    """Return the settings; which weights are shared belongs to the wiring."""
    return {key: value for key, value in layer.settings if key != "shares"}


def _kind_of(row: Row, left: Network, right: Network) -> tuple[str, tuple[Difference, ...]]:
    if row.found_index is None:
        return "missing", ()
    if row.expected_index is None:
        return "extra", ()
    expected, found = left.layers[row.expected_index], right.layers[row.found_index]
    if expected.kind != found.kind:
        return "kind", ()
    return "settings", differences(expected, found)


def _first_rewired(left: Network, right: Network) -> int:
    """Return the first layer whose inputs, or weights, are not the expected ones."""
    for index, (mine, theirs) in enumerate(zip(left.layers, right.layers)):
        if mine.inputs != theirs.inputs or mine.get("shares") != theirs.get("shares"):
            return index
    return left.output


def _rows(left: Network, right: Network) -> tuple[Row, ...]:
    a, b = left.layers, right.layers
    steps = _aligned(a, b)
    return tuple(Row(place, i, j, _same(a, b, i, j)) for place, (i, j) in enumerate(steps))


def _same(a: tuple[Layer, ...], b: tuple[Layer, ...], i: int | None, j: int | None) -> bool:
    if i is None or j is None:
        return False
    return a[i].kind == b[j].kind and _settings(a[i]) == _settings(b[j])


def _aligned(a: tuple[Layer, ...], b: tuple[Layer, ...]) -> list[Step]:
    """Pair the layers of two networks in order, at the least cost."""
    head = 0
    while head < min(len(a), len(b)) and _same(a, b, head, head):
        head += 1
    rows, columns = len(a) - head, len(b) - head
    same: list[Step] = [(i, i) for i in range(head)]
    if rows * columns > _CELLS:
        longest = max(rows, columns)
        rest = [(i if i < rows else None, i if i < columns else None) for i in range(longest)]
    else:
        rest = _cheapest(_costs(a[head:], b[head:]), columns)
    return same + [
        (None if i is None else i + head, None if j is None else j + head) for i, j in rest
    ]


def _costs(a: tuple[Layer, ...], b: tuple[Layer, ...]) -> list[list[float]]:
    """Return what it costs to turn one layer into another, for all pairs."""
    known: dict[tuple[object, ...], float] = {}
    table: list[list[float]] = []
    for mine in a:
        line: list[float] = []
        for theirs in b:
            key = (mine.kind, mine.settings, theirs.kind, theirs.settings)
            if key not in known:
                known[key] = _cost(mine, theirs)
            line.append(known[key])
        table.append(line)
    return table


def _cost(mine: Layer, theirs: Layer) -> float:
    if mine.kind != theirs.kind:
        return _OTHER_KIND
    count = len(differences(mine, theirs))
    return min(1.0 + 0.2 * (count - 1), 2.0) if count else 0.0


def _cheapest(costs: list[list[float]], columns: int) -> list[Step]:
    """Return the alignment of least cost (Needleman and Wunsch, 1970)."""
    n, m = len(costs), columns
    best = [[_GAP * (i + j) if not i or not j else 0.0 for j in range(m + 1)] for i in range(n + 1)]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            paired = best[i - 1][j - 1] + costs[i - 1][j - 1]
            best[i][j] = min(paired, best[i - 1][j] + _GAP, best[i][j - 1] + _GAP)
    steps: list[Step] = []
    i, j = n, m
    while i or j:
        if i and j and best[i][j] == best[i - 1][j - 1] + costs[i - 1][j - 1]:
            i, j = i - 1, j - 1
            steps.append((i, j))
        elif i and best[i][j] == best[i - 1][j] + _GAP:
            i -= 1
            steps.append((i, None))
        else:
            j -= 1
            steps.append((None, j))
    return steps[::-1]
