# %% [markdown]
# # Exercise 07 · Same or valid?
# A window that leans over the border of a picture has nothing to look at there. Keras either
# skips such places ("valid") or first lays zeros around the picture ("same").
# Here you find out, by counting, which pixels that choice favours, which it forgets, and what a
# network can no longer learn when they are forgotten. README.md has the figure.

# %%
import math

import keras
import numpy as np


# %% [markdown]
# ## Task 7.1 · A layer that counts (3 points, about 5 minutes)
# How many real pixels does each window see? Let Keras count them for you: a convolution of ones
# over a picture of ones adds up exactly that.
# %%
def build_probe(padding: str, strides: int, kernel: int) -> keras.Model:
    """Return a model that counts the real pixels under each window.

    It takes grey pictures of any size, `keras.Input((None, None, 1))`, and has one convolution
    with one filter: a square of `kernel` x `kernel` weights, all of them 1, without a bias and
    without an activation. The window jumps by `strides` in both directions; `padding` is "same"
    or "valid". On a picture of ones the answer is a count, since padding adds zeros only.

    >>> probe = build_probe("valid", strides=2, kernel=3)
    >>> np.array(probe(np.ones((1, 6, 8, 1))))[0, :, :, 0].tolist()
    [[9.0, 9.0, 9.0], [9.0, 9.0, 9.0]]
    >>> probe = build_probe("same", strides=1, kernel=3)
    >>> np.array(probe(np.ones((1, 3, 3, 1))))[0, :, :, 0].tolist()
    [[4.0, 6.0, 4.0], [6.0, 9.0, 6.0], [4.0, 6.0, 4.0]]
    """
    # TODO 7.1: an input and one layer. Where does Keras let you choose the first weights?
    raise NotImplementedError("7.1")


# %% [markdown]
# ## Task 7.2 · Who is looked at? (4 points, about 12 minutes)
# Now the other way round, and without Keras: stand on a pixel and count the windows that look at
# you. Rows and columns follow the same rule, so one line of pixels tells nearly everything.
# %%
def coverage_map(n: int, k: int, s: int, padding: str) -> np.ndarray:
    """Return, for each pixel of an n x n picture, how many k x k windows look at it.

    The windows jump by `s` in both directions and stand where Keras puts them. "valid": the first
    one on the first pixel, the last one where it still fits. "same": ceil(n / s) in each
    direction, over a picture with as many zeros around it as they need; when these cannot be
    shared out evenly, the extra row is at the bottom and the extra column on the right.
    `k` is never larger than `n`; `s` may be larger than `k`. The result has the shape (n, n).

    >>> coverage_map(4, 3, 1, "valid").tolist()
    [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
    >>> coverage_map(4, 3, 1, "same").tolist()
    [[4, 6, 6, 4], [6, 9, 9, 6], [6, 9, 9, 6], [4, 6, 6, 4]]
    >>> coverage_map(3, 2, 2, "valid").tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    """
    # TODO 7.2: where does each window begin and end? Mind those that begin before 0.
    #   `math.ceil` rounds up; `np.outer` joins a line of rows and a line of columns.
    raise NotImplementedError("7.2")


# %% [markdown]
# ## Task 7.3 · How deep can you go? (2 points, about 4 minutes)
# Without padding every convolution shrinks the picture. When is there nothing left to shrink?
# %%
def max_depth(n: int, k: int) -> int:
    """Return how many k x k convolutions, one after the other, fit on an n x n picture.

    All of them are "valid" with stride 1, and `k` is 2 or more. A convolution still fits when
    its window is exactly as large as the map it reads. 0 when not even the first one fits.

    >>> max_depth(5, 3)
    2
    >>> max_depth(6, 4)
    1
    """
    # TODO 7.3: how much does one convolution take away?
    raise NotImplementedError("7.3")


# %% [markdown]
# ## Task 7.4 · A dot on the border (5 points, about 9 minutes)
# The pictures show a dot on the right border, a dot on the bottom border, or none. Build the same
# small network with either padding; the grader trains both and shows what they have learned.
# %%
def build_border_model(padding: str) -> keras.Model:
    """Return a network that sorts 10 x 10 grey pictures into three classes.

    layer                                     "same"       "valid"
    input                                     (10, 10, 1)  (10, 10, 1)
    convolution, 8 filters 3 x 3, stride 2,   (5, 5, 8)    (4, 4, 8)
      with `padding`, then ReLU
    everything in one row                     (200,)       (128,)
    three classes, softmax                    (3,)         (3,)

    Nothing is compiled or trained here; that is the grader's part.

    >>> build_border_model("same").output_shape
    (None, 3)
    """
    # TODO 7.4: an input and three layers. Which of them needs `padding`?
    raise NotImplementedError("7.4")


# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    print(coverage_map(10, 3, 2, "valid"))  # and with "same"? with another stride?
