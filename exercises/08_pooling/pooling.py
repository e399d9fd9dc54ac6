# %% [markdown]
# # Exercise 08 · Pooling
# A pooling layer looks at each feature map through a window and keeps one number of it: the
# largest, or the average. It learns nothing, and it lets go of where exactly something was.
# You write one by hand, build three with Keras, find a pooling inside a convolution, and
# measure how much "does not mind a shift" is really worth. README.md has the figure.

# %%
import math

import keras
import numpy as np

Size = int | tuple[int, int]


# %% [markdown]
# ## Task 8.1 · By hand (4 points, about 13 minutes)
# Begin with strides that are given and "valid"; the rest is asked by checks of its own.
# %%
def max_pool2d(
    x: np.ndarray,
    size: tuple[int, int],
    strides: tuple[int, int] | None = None,
    padding: str = "valid",
) -> np.ndarray:
    """Return what `keras.layers.MaxPooling2D` answers to one picture: the largest of each window.

    `x` is a float array (H, W, C) without a batch axis; the result is a float array (Ho, Wo, C).
    `size` is (height, width) of the window, `strides` is (down, right); None means what
    Keras means by it.

    "valid": only windows that lie inside the picture.
    "same": windows may hang over the edge, so that Ho = ceil(H / down) and Wo = ceil(W / right).
    Half of the missing cells are on each side; where that is uneven, the extra one is at the
    bottom and on the right. Missing cells are not zeros: they never win.

    >>> x = np.array([[1.0, 5.0, 2.0], [-3.0, -4.0, -9.0]]).reshape(2, 3, 1)
    >>> max_pool2d(x, (1, 2))[:, :, 0].tolist()
    [[5.0], [-3.0]]
    >>> max_pool2d(x, (1, 2), strides=(1, 1))[:, :, 0].tolist()
    [[5.0, 5.0], [-3.0, -4.0]]
    >>> max_pool2d(x, (1, 2), padding="same")[:, :, 0].tolist()
    [[5.0, 2.0], [-3.0, -9.0]]
    """
    # TODO 8.1: walk as in task 5.2, but what is one window worth here?
    raise NotImplementedError("8.1")


# %% [markdown]
# ## Task 8.2 · With Keras (3 points, about 8 minutes)
# Before you run it, write down the sizes: 55 pixels with a window of 3 and strides of 2?
# 13 pixels with a window of 3 and no strides given? And how many parameters has a pooling?
# %%
def build_pool_model(kind: str, size: Size, strides: Size | None, padding: str) -> keras.Model:
    """Return a model of one pooling layer for grey pictures of any size.

    The input is `keras.Input((None, None, 1))`. `kind` says which layer follows:
    "max" is the maximum and "avg" the average of each window, with this size, these strides
    (None: Keras's own default) and this padding; "global" is the maximum of each whole feature
    map and ignores the other arguments.

    >>> build_pool_model("avg", 2, None, "valid").compute_output_shape((None, 4, 8, 1))
    (None, 2, 4, 1)
    >>> build_pool_model("global", 2, None, "valid").compute_output_shape((None, 4, 8, 1))
    (None, 1)
    """
    # TODO 8.2: an input and one layer.
    raise NotImplementedError("8.2")


# %% [markdown]
# ## Task 8.3 · A pooling in disguise (4 points, about 7 minutes)
# %%
def avg_pool_as_conv(size: int, channels: int) -> keras.Model:
    """Return a model that answers like `AveragePooling2D(size)`, made of a convolution.

    The input is `keras.Input((None, None, channels))`, the output has as many channels. The
    convolution has strides of `size`, no padding and no bias. Its weights are set when the model
    is returned; which kind of convolution it is, is up to you.

    >>> picture = np.arange(16.0).reshape(1, 4, 4, 1)
    >>> np.asarray(avg_pool_as_conv(2, 1)(picture))[0, :, :, 0].tolist()
    [[2.5, 4.5], [10.5, 12.5]]
    """
    # TODO 8.3: which layer convolves every channel by itself, and with which weights?
    raise NotImplementedError("8.3")


# %% [markdown]
# ## Task 8.4 · How much does a shift change? (3 points, about 8 minutes)
# %%
def shift_change(model: keras.Model, x: np.ndarray, d: int) -> float:
    """Return by how much the model's answer changes when the picture moves d pixels right.

    `x` is (1, H, W, 1), `d` is at least 1. Zeros come in from the left; the margins of `x` are
    empty and at least d wide, so that nothing is pushed out of the picture.
    The change is relative: ||model(moved) - model(x)|| / ||model(x)||, where ||a|| is the
    square root of the sum of all squares in a. The result is a float, 0.0 if nothing changes.

    >>> x = np.zeros((1, 4, 8, 1))
    >>> x[0, 1, 2, 0] = 1.0
    >>> model = keras.Sequential([keras.layers.MaxPooling2D(2)])
    >>> float(shift_change(model, x, d=1))
    0.0
    >>> round(float(shift_change(model, x, d=2)), 3)
    1.414
    """
    # TODO 8.4: move the picture, ask the model twice, compare the answers.
    raise NotImplementedError("8.4")


# %% A place to play: which windows do not notice that a dot moves by one?
if __name__ == "__main__":
    dot = np.zeros((1, 16, 16, 1))
    dot[0, 4, 5, 0] = 1.0
    print([shift_change(build_pool_model("max", n, None, "valid"), dot, 1) for n in (2, 4, 8)])
