"""Mistakes of sizes: how far a window travels, how many zeros it needs, which kernel it was."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from grader.mistakes.catalogue import mistaken

Rule = Callable[[int, int, int], float]
"""Places of a window over so many cells, or zeros in total: from n, the window and the stride."""
Size = Callable[[int, int, int, str, int], float]
Padding = tuple[float, float]


def covered(k: int, dilation: int) -> int:
    """Return how many cells a window of `k` taps covers."""
    return dilation * (k - 1) + 1


def fitting(n: int, window: int) -> None:
    """Raise the ValueError that "valid" asks for."""
    if window > n:
        raise ValueError(f"a window over {window} cells does not fit on {n}")


def valid_places(n: int, window: int, s: int) -> int:
    """Return the right answer for "valid"."""
    return (n - window) // s + 1


def same_places(n: int, k: int, s: int) -> int:
    """Return the right answer for "same"."""
    return math.ceil(n / s)


def valid(rule: Rule) -> Size:
    """Return the stub's function with this rule for "valid" and everything else right."""

    def size(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> float:
        if padding == "same":
            return same_places(n, k, s)
        fitting(n, covered(k, dilation))
        return rule(n, covered(k, dilation), s)

    size.__doc__ = rule.__doc__
    return size


def same(rule: Rule) -> Size:
    """Return the stub's function with this rule for "same" and everything else right."""

    def size(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> float:
        if padding == "same":
            return rule(n, k, s)
        fitting(n, covered(k, dilation))
        return valid_places(n, covered(k, dilation), s)

    size.__doc__ = rule.__doc__
    return size


def dilated(window: Callable[[int, int], int]) -> Size:
    """Return the stub's function with this idea of what k taps cover at a dilation."""

    def size(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> float:
        if padding == "same":
            return same_places(n, k, s)
        fitting(n, window(k, dilation))
        return valid_places(n, window(k, dilation), s)

    size.__doc__ = window.__doc__
    return size


# conv_output_size, "valid"


@mistaken("conv_output_size", "forgets_plus_one", number=31)
@valid
def forgets_plus_one(n: int, window: int, s: int) -> int:
    """floor((n - k) / s)."""
    return (n - window) // s


@mistaken("conv_output_size", "plus_one_inside")
@valid
def plus_one_inside(n: int, window: int, s: int) -> int:
    """floor((n - k + 1) / s)."""
    return (n - window + 1) // s


@mistaken("conv_output_size", "keeps_partial_window", number=32)
@valid
def keeps_partial_window(n: int, window: int, s: int) -> int:
    """ceil((n - k) / s) + 1."""
    return math.ceil((n - window) / s) + 1


@mistaken("conv_output_size", "rounds", number=33)
@valid
def rounds(n: int, window: int, s: int) -> int:
    """round((n - k) / s) + 1."""
    return round((n - window) / s) + 1


@mistaken("conv_output_size", "subtracts_kernel", number=34, hint=1)
@valid
def subtracts_kernel(n: int, window: int, s: int) -> int:
    """n - k."""
    return n - window


@mistaken("conv_output_size", "ignores_stride", number=35, hint=1)
@valid
def ignores_stride(n: int, window: int, s: int) -> int:
    """n - k + 1."""
    return n - window + 1


@mistaken("conv_output_size", "ignores_kernel", number=36, hint=1)
@valid
def ignores_kernel(n: int, window: int, s: int) -> int:
    """floor(n / s)."""
    return n // s


@mistaken("conv_output_size", "always_pads", number=36, hint=1)
@valid
def always_pads(n: int, window: int, s: int) -> int:
    """ceil(n / s)."""
    return math.ceil(n / s)


@mistaken("conv_output_size", "shrinks_twice", number=42)
@valid
def shrinks_twice(n: int, window: int, s: int) -> int:
    """n - 2k."""
    return n - 2 * window


@mistaken("conv_output_size", "shrinks_symmetrically")
@valid
def shrinks_symmetrically(n: int, window: int, s: int) -> int:
    """floor((n - 2 * floor(k / 2) - 1) / s) + 1: odd kernels only."""
    return valid_places(n, 2 * (window // 2) + 1, s)


@mistaken("conv_output_size", "raises_when_equal", hint=1)
@valid
def raises_when_equal(n: int, window: int, s: int) -> int:
    """k >= n does not fit."""
    fitting(n, window + 1)
    return valid_places(n, window, s)


# conv_output_size, "same"


@mistaken("conv_output_size", "same_keeps_size", number=37)
@same
def same_keeps_size(n: int, k: int, s: int) -> int:
    """n, at every stride."""
    return n


@mistaken("conv_output_size", "same_floors", number=38)
@same
def same_floors(n: int, k: int, s: int) -> int:
    """floor(n / s)."""
    return n // s


@mistaken("conv_output_size", "symmetric_padding", number=39)
@same
def symmetric_padding(n: int, k: int, s: int) -> int:
    """floor((n + 2P - k) / s) + 1 with P = floor((k - 1) / 2)."""
    return valid_places(n + 2 * ((k - 1) // 2), k, s)


@mistaken("conv_output_size", "pads_half_kernel")
@same
def pads_half_kernel(n: int, k: int, s: int) -> int:
    """floor((n + 2P - k) / s) + 1 with P = floor(k / 2)."""
    return valid_places(n + 2 * (k // 2), k, s)


@mistaken("conv_output_size", "pads_one", number=40)
@same
def pads_one(n: int, k: int, s: int) -> int:
    """floor((n + 2 - k) / s) + 1: P = 1 for every kernel."""
    return valid_places(n + 2, k, s)


@mistaken("conv_output_size", "pads_one_side", number=41)
@same
def pads_one_side(n: int, k: int, s: int) -> int:
    """floor((n + P - k) / s) + 1."""
    return valid_places(n + (k - 1) // 2, k, s)


@mistaken("conv_output_size", "never_pads", hint=1)
@same
def never_pads(n: int, k: int, s: int) -> int:
    """floor((n - k) / s) + 1, whatever the padding."""
    fitting(n, k)
    return valid_places(n, k, s)


@mistaken("conv_output_size", "same_must_fit")
@same
def same_must_fit(n: int, k: int, s: int) -> int:
    """k > n does not fit, whatever the padding."""
    fitting(n, k)
    return same_places(n, k, s)


# conv_output_size, dilation


@mistaken("conv_output_size", "ignores_dilation", number=47, hint=1)
@dilated
def ignores_dilation(k: int, dilation: int) -> int:
    """Covers k cells."""
    return k


@mistaken("conv_output_size", "dilation_off_by_one", number=47)
@dilated
def dilation_off_by_one(k: int, dilation: int) -> int:
    """Covers (dilation + 1) * (k - 1) + 1 cells."""
    return covered(k, dilation + 1)


@mistaken("conv_output_size", "dilation_times_kernel", number=47)
@dilated
def dilation_times_kernel(k: int, dilation: int) -> int:
    """Covers k * dilation cells."""
    return k * dilation


@mistaken("conv_output_size", "dilation_plus_kernel", number=47)
@dilated
def dilation_plus_kernel(k: int, dilation: int) -> int:
    """Covers k + dilation cells."""
    return k + dilation


@mistaken("conv_output_size", "dilation_once", number=47)
@dilated
def dilation_once(k: int, dilation: int) -> int:
    """Covers k + dilation - 1 cells: one gap in place of k - 1."""
    return k + dilation - 1


# conv_output_size, everywhere


def unchecked(n: int, k: int, s: int, padding: str, dilation: int) -> int:
    """Return the right answer where the window fits, a number below 1 where it does not."""
    return same_places(n, k, s) if padding == "same" else valid_places(n, covered(k, dilation), s)


@mistaken("conv_output_size", "keeps_fraction", hint=1)
def keeps_fraction(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> float:
    """(n - k) / s + 1, or n / s, as they come."""
    if padding == "same":
        return n / s
    fitting(n, covered(k, dilation))
    return (n - covered(k, dilation)) / s + 1


@mistaken("conv_output_size", "never_raises", hint=1)
def never_raises(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> int:
    """floor((n - k) / s) + 1, also where the window does not fit."""
    return unchecked(n, k, s, padding, dilation)


@mistaken("conv_output_size", "zero_for_misfit", hint=1)
def zero_for_misfit(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> int:
    """0 where the window does not fit."""
    return max(unchecked(n, k, s, padding, dilation), 0)


@mistaken("conv_output_size", "checks_undilated_kernel")
def checks_undilated_kernel(
    n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1
) -> int:
    """k > n does not fit, in place of dilation * (k - 1) + 1 > n."""
    if padding != "same":
        fitting(n, k)
    return unchecked(n, k, s, padding, dilation)


# same_padding


def zeros(n: int, k: int, s: int, places: int) -> int:
    """Return the zeros in total that `places` windows need."""
    return max((places - 1) * s + k - n, 0)


def right_zeros(n: int, k: int, s: int) -> int:
    """Return the zeros in total that "same" needs."""
    return zeros(n, k, s, same_places(n, k, s))


def halves(total: int) -> Padding:
    """Return the two sides, the odd zero after."""
    return total // 2, total - total // 2


@mistaken("same_padding", "ignores_stride", number=35)
def zeros_without_stride(n: int, k: int, s: int) -> Padding:
    """k - 1 zeros in total, at every stride."""
    return halves(k - 1)


@mistaken("same_padding", "same_keeps_size", number=37)
def zeros_to_keep_size(n: int, k: int, s: int) -> Padding:
    """(n - 1) * s + k - n zeros in total: n places."""
    return halves(zeros(n, k, s, n))


@mistaken("same_padding", "same_floors", number=38)
def zeros_for_floor(n: int, k: int, s: int) -> Padding:
    """(floor(n / s) - 1) * s + k - n zeros in total."""
    return halves(zeros(n, k, s, n // s))


@mistaken("same_padding", "forgets_plus_one", number=31)
def zeros_without_plus_one(n: int, k: int, s: int) -> Padding:
    """ceil(n / s) * s + k - n zeros in total."""
    return halves(zeros(n, k, s, same_places(n, k, s) + 1))


@mistaken("same_padding", "symmetric_padding", number=39)
def symmetric_zeros(n: int, k: int, s: int) -> Padding:
    """floor((k - 1) / 2) zeros on each side."""
    return (k - 1) // 2, (k - 1) // 2


@mistaken("same_padding", "pads_half_kernel")
def half_kernel_zeros(n: int, k: int, s: int) -> Padding:
    """floor(k / 2) zeros on each side."""
    return k // 2, k // 2


@mistaken("same_padding", "pads_one", number=40)
def one_zero(n: int, k: int, s: int) -> Padding:
    """One zero on each side."""
    return 1, 1


@mistaken("same_padding", "pads_one_side", number=41)
def zeros_after(n: int, k: int, s: int) -> Padding:
    """All zeros after the strip."""
    return 0, right_zeros(n, k, s)


@mistaken("same_padding", "total_on_each_side", number=41)
def zeros_twice(n: int, k: int, s: int) -> Padding:
    """All zeros before the strip, and once more after it."""
    return right_zeros(n, k, s), right_zeros(n, k, s)


@mistaken("same_padding", "extra_zero_before", number=59)
def odd_zero_before(n: int, k: int, s: int) -> Padding:
    """The odd zero before the strip."""
    before, after = halves(right_zeros(n, k, s))
    return after, before


@mistaken("same_padding", "drops_odd_zero")
def odd_zero_dropped(n: int, k: int, s: int) -> Padding:
    """floor(total / 2) zeros on each side."""
    return right_zeros(n, k, s) // 2, right_zeros(n, k, s) // 2


@mistaken("same_padding", "doubles_odd_zero")
def odd_zero_doubled(n: int, k: int, s: int) -> Padding:
    """ceil(total / 2) zeros on each side."""
    return (right_zeros(n, k, s) + 1) // 2, (right_zeros(n, k, s) + 1) // 2


@mistaken("same_padding", "keeps_fraction", hint=1)
def half_zeros(n: int, k: int, s: int) -> Padding:
    """total / 2 zeros on each side, halves and all."""
    return right_zeros(n, k, s) / 2, right_zeros(n, k, s) / 2


@mistaken("same_padding", "negative_padding", hint=3)
def negative_zeros(n: int, k: int, s: int) -> Padding:
    """(ceil(n / s) - 1) * s + k - n zeros, also below zero."""
    return halves((same_places(n, k, s) - 1) * s + k - n)


# find_kernels

NOTE = (9, 5, 3, 1)


def between(sizes: Sequence[int], rule: Callable[[int, int], int]) -> list[int]:
    """Return what the rule makes of each two neighbouring sizes."""
    return [rule(n, m) for n, m in pairwise(sizes)]


@mistaken("find_kernels", "forgets_plus_one", number=31)
def losses(sizes: Sequence[int] = NOTE) -> list[int]:
    """n - m."""
    return between(sizes, lambda n, m: n - m)


@mistaken("find_kernels", "shrinks_twice", number=42)
def half_losses(sizes: Sequence[int] = NOTE) -> list[int]:
    """(n - m) / 2."""
    return between(sizes, lambda n, m: (n - m) // 2)


@mistaken("find_kernels", "shrinks_symmetrically")
def odd_kernels(sizes: Sequence[int] = NOTE) -> list[int]:
    """2 * floor((n - m) / 2) + 1: odd kernels only."""
    return between(sizes, lambda n, m: 2 * ((n - m) // 2) + 1)


@mistaken("find_kernels", "divides_sizes", hint=1)
def quotients(sizes: Sequence[int] = NOTE) -> list[int]:
    """floor(n / m)."""
    return between(sizes, lambda n, m: n // m)


@mistaken("find_kernels", "always_from_the_input")
def from_input(sizes: Sequence[int] = NOTE) -> list[int]:
    """First size - m + 1."""
    return [sizes[0] - m + 1 for m in sizes[1:]]


@mistaken("find_kernels", "kernel_always_three", hint=1)
def threes(sizes: Sequence[int] = NOTE) -> list[int]:
    """3 for each layer."""
    return [3 for _ in sizes[1:]]
