"""Mistakes of `break_even`: sums in which something is forgotten, and limits that are off by one.

Every sum says what the direct convolution costs and what each channel of the squeeze costs; where
something costs the same in both, it is left out of both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.mistakes.catalogue import mistaken

Costs = Callable[[int, int, int], tuple[int, int]]
"""From `cin`, `cout` and `k` to what the direct way costs, and each channel of the squeeze."""


def costs(cin: int, cout: int, k: int) -> tuple[int, int]:
    """Return the right costs."""
    return k * k * cin * cout, cin + k * k * cout


def widest(direct: int, each: int) -> int:
    """Return the most channels that cost less together than the direct way; 0 for none."""
    return max((direct - 1) // each, 0)


def sum_of(id: str, number: int | None = None, hint: int = 2) -> Callable[[Costs], Costs]:
    """Enter a wrong sum, whose limit is drawn rightly."""

    def enter(rule: Costs) -> Costs:
        def answer(cin: int, cout: int, k: int) -> int:
            return widest(*rule(cin, cout, k))

        answer.__doc__ = rule.__doc__
        mistaken("break_even", id, number=number, hint=hint)(answer)
        return rule

    return enter


def limit_of(id: str, hint: int = 2) -> Callable[[Callable[[int, int], Any]], Any]:
    """Enter a wrong limit, to the right sum."""

    def enter(limit: Callable[[int, int], Any]) -> Any:
        def answer(cin: int, cout: int, k: int) -> Any:
            return limit(*costs(cin, cout, k))

        answer.__doc__ = limit.__doc__
        mistaken("break_even", id, hint=hint)(answer)
        return limit

    return enter


# --- sums ---------------------------------------------------------------------------------------


@sum_of("counts_absent_bias", 1)
def biases(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`(cin + 1) * m` for the squeeze; the other biases are alike on both sides."""
    direct, each = costs(cin, cout, k)
    return direct, each + 1


@sum_of("one_side_of_kernel", 13)
def one_side(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`k` in place of `k * k`."""
    return k * cin * cout, cin + k * cout


@sum_of("depthwise", 12)
def depthwise(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`k * k * channels` for a k x k convolution, whatever it leads to."""
    return k * k * cin, cin + k * k


@sum_of("adds_instead_of_multiplying", 16)
def added(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`k * k * (cin + cout)` against `(cin + m) + k * k * (m + cout)`."""
    return k * k * cin - cin, 1 + k * k


@sum_of("squeeze_for_free", hint=1)
def free_squeeze(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`k * k * m * cout` alone: the 1 x 1 convolution is forgotten."""
    return k * k * cin * cout, k * k * cout


@sum_of("squeeze_alone", hint=1)
def squeeze_alone(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`cin * m` alone: the k x k convolution behind the squeeze is forgotten."""
    return k * k * cin * cout, cin


@sum_of("squeeze_with_large_kernel")
def large_squeeze(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`k * k * cin * m + k * k * m * cout`: both convolutions are k x k."""
    return cin * cout, cin + cout


@sum_of("large_kernel_first")
def large_first(cin: int, cout: int, k: int) -> tuple[int, int]:
    """`k * k * cin * m + m * cout`: the k x k convolution stands before the 1 x 1."""
    return k * k * cin * cout, k * k * cin + cout


# --- limits -------------------------------------------------------------------------------------


@limit_of("equal_is_not_fewer")
def equal_is_enough(direct: int, each: int) -> int:
    """`direct // each`: as many weights are taken for fewer."""
    return direct // each


@limit_of("first_that_does_not_save")
def first_too_wide(direct: int, each: int) -> int:
    """`ceil(direct / each)`: the loop ends one step late."""
    return -(-direct // each)


@limit_of("rounds_the_width")
def rounded(direct: int, each: int) -> int:
    """`round(direct / each)`."""
    return round(direct / each)


@limit_of("width_not_whole", hint=3)
def not_whole(direct: int, each: int) -> float:
    """`direct / each`, a number of channels with decimals."""
    return direct / each


@limit_of("at_least_one")
def at_least_one(direct: int, each: int) -> int:
    """1 where no squeeze saves anything."""
    return max(widest(direct, each), 1)
