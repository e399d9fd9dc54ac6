# %% [markdown]
# # Exercise 03 · How big is the output?
# A window of `k` cells slides along a strip of `n` cells and jumps `s` cells at a time. The
# output has one cell for each place where the window stops. A picture is two such strips,
# height and width, so one strip is all we need to think about. README.md has the figure.

# %%
import math
from itertools import pairwise

# %% [markdown]
# ## Task 3.0 · Before you begin (2 points, about 5 minutes)
# Take a pencil, draw strips, and commit yourself: put a number, or one of the texts, for each
# None. What is still None is not judged. Once it stands, run this file: Keras answers below.
#
# - `"stem"`: the side of the maps that `Conv2D(64, 7, strides=2)` makes of 224 x 224
# - `"stem_same"`: the same with `padding="same"`
# - `"pool"`: the side of the maps that `MaxPooling2D(2)` makes of 27 x 27
# - `"pool_same"`: the same with `padding="same"`
# - `"unread"`: of the 224 cells along one side, how many does no window of "stem" read?
# - `"smaller"`: which makes the smaller maps of 28 x 28: `"kernel 7"`, which is `Conv2D(8, 7)`;
#   `"stride 2"`, which is `Conv2D(8, 3, strides=2)`; or `"both the same"`?
# %%
# TODO 3.0: where does the last window start, and what does it leave?
SIZE_PREDICTION = {
    "stem": None,
    "stem_same": None,
    "pool": None,
    "pool_same": None,
    "unread": None,
    "smaller": None,
}


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
    # TODO 3.1: one rule for "same", one for "valid".
    #   How many cells does the window cover, and how far can its left edge travel?
    raise NotImplementedError("3.1")


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
    # TODO 3.2: first the zeros in total, then the two sides.
    #   Which cell must the last window reach?
    raise NotImplementedError("3.2")


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
    # TODO 3.3: turn your formula round: which k makes m out of n?
    raise NotImplementedError("3.3")


# %% [markdown]
# ## Predicted, then run
# Keras answers what you have committed yourself to, and nothing else. What comes after it, under
# "Try it", needs your 3.1.
# %%
if __name__ == "__main__":
    import keras

    layers = {
        "stem": (224, keras.layers.Conv2D(64, 7, strides=2)),
        "stem_same": (224, keras.layers.Conv2D(64, 7, strides=2, padding="same")),
        "pool": (27, keras.layers.MaxPooling2D(2)),
        "pool_same": (27, keras.layers.MaxPooling2D(2, padding="same")),
    }
    choices = {"kernel 7": keras.layers.Conv2D(8, 7), "stride 2": keras.layers.Conv2D(8, 3, 2)}
    for key, (n, layer) in layers.items():
        if SIZE_PREDICTION[key] is not None:
            shape = layer.compute_output_shape((None, n, n, 3))
            print(f"{key}: you say {SIZE_PREDICTION[key]}, Keras makes maps of {shape[1:3]}")
    if SIZE_PREDICTION["unread"] is not None:
        side = layers["stem"][1].compute_output_shape((None, 224, 224, 3))[1]
        end = (side - 1) * 2 + 7
        print(f"unread: you say {SIZE_PREDICTION['unread']}, the last window ends at {end} of 224")
    if SIZE_PREDICTION["smaller"] is not None:
        sides = {k: x.compute_output_shape((None, 28, 28, 3))[1] for k, x in choices.items()}
        print(f"smaller: you say {SIZE_PREDICTION['smaller']!r}, Keras says {sides}")

# %% [markdown]
# ## Try it
# %%
if __name__ == "__main__":
    for n in range(5, 12):
        print(n, conv_output_size(n, 3, s=2), conv_output_size(n, 3, s=2, padding="same"))
