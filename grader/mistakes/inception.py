"""Mistakes around GoogLeNet: what its modules hand on and learn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.mistakes import counts
from grader.mistakes.catalogue import mistaken
from grader.mistakes.counts import Convolution, Rule

Table = list[dict[str, Any]]

STEM: tuple[dict[str, Any], ...] = (
    {"name": "conv1", "shape": (112, 112, 64), "params": 9472},
    {"name": "pool1", "shape": (56, 56, 64), "params": 0},
    {"name": "conv2", "shape": (56, 56, 192), "params": 114944},
    {"name": "pool2", "shape": (28, 28, 192), "params": 0},
)
"""The rows that the stub gives."""
UNITS = 1000


@dataclass(frozen=True)
class Filters:
    """The numbers of filters of one module."""

    f1: int
    f3r: int
    f3: int
    f5r: int
    f5: int
    fp: int

    @property
    def depth(self) -> int:
        """How many maps the module hands on."""
        return self.f1 + self.f3 + self.f5 + self.fp


PLAN = {
    "3a": Filters(64, 96, 128, 16, 32, 32),
    "3b": Filters(128, 128, 192, 32, 96, 64),
    "pool3": None,
    "4a": Filters(192, 96, 208, 16, 48, 64),
    "4b": Filters(160, 112, 224, 24, 64, 64),
    "4c": Filters(128, 128, 256, 24, 64, 64),
    "4d": Filters(112, 144, 288, 32, 64, 64),
    "4e": Filters(256, 160, 320, 32, 128, 128),
    "pool4": None,
    "5a": Filters(256, 160, 320, 32, 128, 128),
    "5b": Filters(384, 192, 384, 48, 128, 128),
}
PAPER = {
    "3a": 159, "3b": 380, "4a": 364, "4b": 437, "4c": 463, "4d": 580, "4e": 840, "5a": 1072,
    "5b": 1388, "fc": 1000,
}  # fmt: skip
"""The published column, in thousands."""

Parts = Callable[[int, Filters], list[Convolution]]
"""The convolutions of a module, from the depth of its input."""


def conv(kernel: int, cin: int, filters: int) -> Convolution:
    """Return a convolution with a square kernel."""
    return Convolution((kernel, kernel), cin, filters)


def six(channels: int, f: Filters) -> list[Convolution]:
    """Return the convolutions that a module really has."""
    return [
        conv(1, channels, f.f1),
        conv(1, channels, f.f3r),
        conv(3, f.f3r, f.f3),
        conv(1, channels, f.f5r),
        conv(5, f.f5r, f.f5),
        conv(1, channels, f.fp),
    ]


def halved(size: int) -> int:
    """Return the size behind a pooling."""
    return math.ceil(size / 2)


def of_the_maps(channels: int, size: int) -> int:
    """Return how many numbers the dense layer reads."""
    return channels


@dataclass(frozen=True)
class Belief:
    """How somebody works the table out; the defaults are right."""

    parts: Parts = six
    rule: Rule = counts.right
    depth: Callable[[int, Filters], int] = lambda channels, f: f.depth
    pooled: Callable[[int], int] = halved
    pool_params: Callable[[int], int] = lambda channels: 0
    flat: Callable[[int, int], int] = of_the_maps
    dense: Callable[[int, int], int] = lambda n_in, units: (n_in + 1) * units

    def table(self) -> Table:
        """Return the 16 rows."""
        rows, size, channels = [dict(row) for row in STEM], 28, 192
        for name, filters in PLAN.items():
            if filters is None:
                size, params = self.pooled(size), self.pool_params(channels)
            else:
                params = sum(map(self.rule, self.parts(channels, filters)))
                channels = self.depth(channels, filters)
            rows.append({"name": name, "shape": (size, size, channels), "params": params})
        last = self.dense(self.flat(channels, size), UNITS)
        return [*rows, {"name": "fc", "shape": (UNITS,), "params": last}]


RIGHT = Belief()


def believed(
    id: str, number: int | None = None, hint: int = 2
) -> Callable[[Callable[[], Table]], Callable[[], Table]]:
    """Enter a mistaken table."""
    return mistaken("googlenet_table", id, number=number, hint=hint)


def edited(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Table:
    """Return the right table, each row behind the given ones changed."""
    rows = RIGHT.table()
    return [*rows[: len(STEM)], *map(change, rows[len(STEM) :])]


# counting


@believed("forgets_bias", 1)
def forgets_bias() -> Table:
    """kh * kw * C * F."""
    return Belief(rule=counts.forgets_bias, dense=lambda n_in, units: n_in * units).table()


@believed("omits_input_channels", 2, hint=1)
def omits_input_channels() -> Table:
    """(kh * kw + 1) * F."""
    return Belief(rule=counts.omits_input_channels).table()


@believed("one_bias_for_all", 6)
def one_bias_for_all() -> Table:
    """kh * kw * C * F + 1."""
    rule, dense = counts.one_bias_for_all, lambda n_in, units: n_in * units + 1
    return Belief(rule=rule, dense=dense).table()


@believed("times_positions", 7)
def times_positions() -> Table:
    """(kh * kw * C + 1) * F * H * W."""

    def change(row: dict[str, Any]) -> dict[str, Any]:
        places = row["shape"][0] ** 2 if len(row["shape"]) == 3 else 1
        return {**row, "params": row["params"] * places}

    return edited(change)


@believed("counts_activations", 9, hint=1)
def counts_activations() -> Table:
    """H * W * C."""
    return edited(lambda row: {**row, "params": math.prod(row["shape"])})


@believed("counts_pooling", 21)
def counts_pooling() -> Table:
    """3 * 3 * C for a pooling."""
    return Belief(pool_params=lambda channels: 3 * 3 * channels).table()


@believed("copies_the_note", hint=1)
def copies_the_note() -> Table:
    """The published thousands."""
    return edited(lambda row: {**row, "params": 1000 * PAPER.get(row["name"], 0)})


# what is inside a module


@believed("wide_windows_read_everything")
def wide_windows_read_everything() -> Table:
    """(9 * C + 1) * f3 and (25 * C + 1) * f5, behind reductions that are counted, too."""

    def parts(channels: int, f: Filters) -> list[Convolution]:
        return [part if part.area == 1 else conv(part.kernel[0], channels, part.filters)
                for part in six(channels, f)]  # fmt: skip

    return Belief(parts=parts).table()


@believed("modules_without_reduction")
def modules_without_reduction() -> Table:
    """The windows on C channels, no 1 x 1 in front of them."""

    def parts(channels: int, f: Filters) -> list[Convolution]:
        wide = [conv(3, channels, f.f3), conv(5, channels, f.f5)]
        return [conv(1, channels, f.f1), *wide, conv(1, channels, f.fp)]

    return Belief(parts=parts).table()


@believed("naive_modules")
def naive_modules() -> Table:
    """The windows on C channels, no 1 x 1 in front of them or behind the pooling."""

    def parts(channels: int, f: Filters) -> list[Convolution]:
        return [conv(1, channels, f.f1), conv(3, channels, f.f3), conv(5, channels, f.f5)]

    def depth(channels: int, f: Filters) -> int:
        return f.f1 + f.f3 + f.f5 + channels

    return Belief(parts=parts, depth=depth).table()


@believed("reductions_learn_nothing")
def reductions_learn_nothing() -> Table:
    """f3r and f5r as depths only."""

    def parts(channels: int, f: Filters) -> list[Convolution]:
        one, _, three, _, five, pool = six(channels, f)
        return [one, three, five, pool]

    return Belief(parts=parts).table()


@believed("pool_branch_learns_nothing")
def pool_branch_learns_nothing() -> Table:
    """Without (C + 1) * fp."""
    return Belief(parts=lambda channels, f: six(channels, f)[:-1]).table()


@believed("all_windows_are_one")
def all_windows_are_one() -> Table:
    """(f3r + 1) * f3 and (f5r + 1) * f5."""

    def parts(channels: int, f: Filters) -> list[Convolution]:
        return [conv(1, part.cin, part.filters) for part in six(channels, f)]

    return Belief(parts=parts).table()


@believed("one_side_of_kernel", 13)
def one_side_of_kernel() -> Table:
    """(3 * f3r + 1) * f3 and (5 * f5r + 1) * f5."""
    return Belief(rule=counts.one_side_of_kernel).table()


@believed("branches_behind_each_other")
def branches_behind_each_other() -> Table:
    """Each of the six reads the one before."""

    def parts(channels: int, f: Filters) -> list[Convolution]:
        depths = [channels, f.f1, f.f3r, f.f3, f.f5r, f.f5]
        return [conv(part.kernel[0], cin, part.filters)
                for cin, part in zip(depths, six(channels, f))]  # fmt: skip

    return Belief(parts=parts).table()


# what a module hands on


@believed("reductions_handed_on")
def reductions_handed_on() -> Table:
    """f1 + f3r + f3 + f5r + f5 + fp channels."""
    return Belief(depth=lambda channels, f: f.depth + f.f3r + f.f5r).table()


@believed("pool_branch_hands_on_nothing")
def pool_branch_hands_on_nothing() -> Table:
    """f1 + f3 + f5 channels."""
    return Belief(depth=lambda channels, f: f.depth - f.fp).table()


@believed("last_branch_only")
def last_branch_only() -> Table:
    """fp channels."""
    return Belief(depth=lambda channels, f: f.fp).table()


@believed("depth_never_changes", 80)
def depth_never_changes() -> Table:
    """192 channels in every row."""
    return Belief(depth=lambda channels, f: channels).table()


# sizes


@believed("never_pads", 37)
def never_pads() -> Table:
    """floor((n - 3) / 2) + 1."""
    return Belief(pooled=lambda size: (size - 3) // 2 + 1).table()


@believed("pool_stride_is_size", 49)
def pool_stride_is_size() -> Table:
    """ceil(n / 3)."""
    return Belief(pooled=lambda size: math.ceil(size / 3)).table()


@believed("pooling_rows_keep_size")
def pooling_rows_keep_size() -> Table:
    """n."""
    return Belief(pooled=lambda size: size).table()


@believed("size_before_pooling", 26)
def size_before_pooling() -> Table:
    """(7 * 7 * 1024 + 1) * 1000."""
    return Belief(flat=lambda channels, size: size * size * channels).table()


@believed("keeps_batch_axis", 50)
def keeps_batch_axis() -> Table:
    """(None, H, W, C)."""
    return edited(lambda row: {**row, "shape": (None, *row["shape"])})


@believed("forgets_last_row", hint=1)
def forgets_last_row() -> Table:
    """15 rows."""
    return RIGHT.table()[:-1]
