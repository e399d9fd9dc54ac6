# %% [markdown]
# # Exercise 05 · Convolution by hand
# A `Conv2D` layer does one small thing very often: it lays a filter on a window of the picture,
# multiplies, adds up and adds the filter's bias. A filter is as deep as the picture, so a window
# of a colour picture, too, becomes *one* number. You write that step, and then the walk that
# turns a whole picture into feature maps. Only NumPy is needed. README.md has the figure.

# %%
import math

import numpy as np


# %% [markdown]
# ## Task 5.1 · One step (2 points, about 5 minutes)
# %%
def conv_step(window: np.ndarray, kernel: np.ndarray, bias: float) -> float:
    """Return what one filter answers to one window: a single number.

    `window` and `kernel` are float arrays of the same shape (kh, kw, C), `bias` is a number.
    The kernel lies on the window as it is: deep learning does not flip it.

    >>> window = np.array([[[1.0, 0.0], [2.0, 1.0]]])
    >>> kernel = np.array([[[1.0, 5.0], [-1.0, 3.0]]])
    >>> float(conv_step(window, kernel, bias=0.5))
    2.5
    """
    # BEGIN SOLUTION 5.1: multiply, add up, add the bias. How many numbers are left of C channels?
    return float((window * kernel).sum() + bias)
    # END SOLUTION


# %% [markdown]
# ## Task 5.2 · The whole walk (10 points, about 25 minutes)
# Begin with "valid"; "same" is a check of its own.
# %%
def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    strides: tuple[int, int] = (1, 1),
    padding: str = "valid",
) -> np.ndarray:
    """Return the feature maps that `keras.layers.Conv2D` computes for one picture.

    x  (H, W, C)        the picture, without a batch axis
    w  (kh, kw, C, F)   F filters: `w[..., f]` is one of them
    b  (F,)             one bias for each filter
    The result is a float array (Ho, Wo, F). `strides` is (down, right).

    "valid": only windows that lie inside the picture.
    "same": zeros around it, as few as make Ho = ceil(H / down) and Wo = ceil(W / right), half
    of them on each side; where that is uneven, the extra zero is at the bottom and on the right.

    >>> x = np.arange(6.0).reshape(2, 3, 1)
    >>> w, b = np.ones((1, 2, 1, 1)), np.array([10.0])
    >>> conv2d(x, w, b)[:, :, 0].tolist()
    [[11.0, 13.0], [17.0, 19.0]]
    >>> conv2d(x, w, b, padding="same")[:, :, 0].tolist()
    [[11.0, 13.0, 12.0], [17.0, 19.0, 15.0]]
    """
    # BEGIN SOLUTION 5.2: pad if "same"; then one number for each output cell and each filter.
    #   Loops are fine, and `conv_step` is there to be used.
    # STUB: kh, kw, _, filters = w.shape
    # STUB: down, right = strides
    # STUB: raise NotImplementedError("5.2")
    kh, kw, _, filters = w.shape
    down, right = strides

    def zeros(n: int, k: int, s: int) -> tuple[int, int]:
        missing = max((math.ceil(n / s) - 1) * s + k - n, 0)
        return missing // 2, missing - missing // 2

    if padding == "same":
        x = np.pad(x, (zeros(x.shape[0], kh, down), zeros(x.shape[1], kw, right), (0, 0)))
    rows, columns = (x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // right + 1
    out = np.zeros((rows, columns, filters))
    for i, j, f in np.ndindex(rows, columns, filters):
        top, left = i * down, j * right
        out[i, j, f] = conv_step(x[top : top + kh, left : left + kw], w[..., f], b[f])
    return out
    # END SOLUTION


# %% A place to play: a kernel that asks "is it brighter on the right?"
if __name__ == "__main__":
    picture = np.array([[[0.0], [0.0], [1.0], [1.0], [0.0]]])
    print(conv2d(picture, np.array([-1.0, 1.0]).reshape(1, 2, 1, 1), np.zeros(1))[:, :, 0])
