# %% [markdown]
# # Exercise 03 · How big is the output?
# A window of `k` cells slides along a strip of `n` cells and jumps `s` cells at a time. The
# output has one cell for each place where the window stops. A picture is two such strips,
# height and width, so one strip is all we need to think about. README.md has the figure.

# %%
import math
from itertools import pairwise


# %% [markdown]
# ## Task 3.1 · Where does the window stop? (4 points, about 10 minutes)
# %%
def conv_output_size(n: int, k: int, s: int = 1, padding: str = "valid", dilation: int = 1) -> int:
    """Return how many places a window visits on a strip of `n` cells, as Keras counts them.

    The window has `k` taps. Neighbouring taps are `dilation` cells apart (1: side by side), so
    the window may cover more than `k` cells. It jumps `s` cells at a time; `s` and `dilation`
    are never both above 1.

    "valid": the whole window stays on the strip. If it does not even fit once: ValueError.
    "same":  Keras adds just enough zeros to get n / s places, rounded up; nothing is too long.

    >>> conv_output_size(5, 3)
    3
    >>> conv_output_size(5, 3, s=2)
    2
    >>> conv_output_size(5, 3, s=2, padding="same")
    3
    """
    # BEGIN SOLUTION 3.1: one rule for "same", one for "valid".
    #   How many cells does the window cover, and how far can its left edge travel?
    if padding == "same":
        return math.ceil(n / s)
    window = dilation * (k - 1) + 1
    if window > n:
        raise ValueError(f"a window over {window} cells does not fit on {n}")
    return (n - window) // s + 1
    # END SOLUTION


# %% [markdown]
# ## Task 3.2 · How many zeros, and where? (3 points, about 8 minutes)
# %%
def same_padding(n: int, k: int, s: int) -> tuple[int, int]:
    """Return the zeros that "same" puts (before, after) a strip of `n` cells.

    They are just enough for n / s places, rounded up. Both sides get the same number; if there
    is an odd one, it goes after the strip. Neither number is negative. No dilation here.

    >>> same_padding(5, 3, 1)
    (1, 1)
    >>> same_padding(8, 3, 2)
    (0, 1)
    """
    # BEGIN SOLUTION 3.2: first the zeros in total, then the two sides.
    #   Which cell must the last window reach?
    places = math.ceil(n / s)
    total = max((places - 1) * s + k - n, 0)
    return total // 2, total - total // 2
    # END SOLUTION


# %% [markdown]
# ## Task 3.3 · Which kernels were these? (2 points, about 5 minutes)
# A lecture note shows maps of 9×9, 5×5, 3×3 and 1×1 cells and says that "the kernel" was
# applied again and again. No single kernel does that with stride 1. Find the ones that do.
# %%
def find_kernels(sizes: tuple[int, ...] = (9, 5, 3, 1)) -> list[int]:
    """Return the kernel size of each layer that leads from one size to the next.

    Stride 1, "valid", no dilation. `sizes` falls from left to right and holds two sizes or
    more; the answer is one shorter. A list or a tuple, as you like.

    >>> find_kernels((12, 10, 7))
    [3, 4]
    """
    # BEGIN SOLUTION 3.3: turn your formula round: which k makes m out of n?
    return [n - m + 1 for n, m in pairwise(sizes)]
    # END SOLUTION


# %% [markdown]
# ## Try it
# %%
if __name__ == "__main__":
    for n in range(5, 12):
        print(n, conv_output_size(n, 3, s=2), conv_output_size(n, 3, s=2, padding="same"))
