# %% [markdown]
# # Exercise 02 · X or O
# How does a machine find a stroke in a picture? It lays a small pattern on every place and
# asks: how well do we match? Multiply, add up, divide - that is a convolution.
# First comes a question that decides everything: which numbers stand for white and black?
# The figure in README.md shows an X, three patterns and their maps.

# %%
import numpy as np


# %% [markdown]
# ## Task 2.1 · Black must count, too (2 points, about 4 minutes)
# %%
def to_plus_minus_one(img: np.ndarray) -> np.ndarray:
    """Return the picture with -1 wherever it was 0, and 1 wherever it was 1.

    `img` holds nothing but 0 and 1, in any dtype of numbers. Mind uint8: it has no room for
    a -1. The dtype of the result is up to you; the shape stays.

    >>> to_plus_minus_one(np.array([[0.0, 1.0]])).tolist() == [[-1, 1]]
    True
    >>> to_plus_minus_one(np.array([[0, 1]], dtype=np.uint8)).tolist() == [[-1, 1]]
    True
    """
    # TODO 2.1: one line. What does it answer for uint8?
    raise NotImplementedError("2.1")


# %% [markdown]
# ## Task 2.2 · How well do they match? (4 points, about 6 minutes)
# %%
def match_score(patch: np.ndarray, kernel: np.ndarray) -> float:
    """Return the sum of the products of patch and kernel, divided by the number of cells.

    Both have the same shape (kh, kw), square or not, and hold any real numbers. They are
    taken as they come: nothing is recoded, flipped, clipped or rounded.

    >>> stroke = np.array([[1, -1], [-1, 1]])
    >>> float(match_score(stroke, stroke)), float(match_score(-stroke, stroke))
    (1.0, -1.0)
    >>> float(match_score(np.array([[0.5, 2.0, 0.0]]), np.array([[4.0, 1.0, -3.0]]))) * 3
    4.0
    """
    # TODO 2.2: multiply, add up, divide by what?
    raise NotImplementedError("2.2")


# %% [markdown]
# ## Task 2.3 · Everywhere (4 points, about 12 minutes)
# %%
def activation_map(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the score of the kernel at every place where it fits on the image as a whole.

    The window moves by one pixel and never hangs over the edge. Cell [i, j] of the result is
    the `match_score` of the window whose top left pixel is `image[i, j]`. Neither image nor
    kernel (kh, kw) need be square.

    >>> image = np.array([[1, -1, -1], [-1, 1, -1]])
    >>> stroke = np.array([[1, -1], [-1, 1]])
    >>> activation_map(image, stroke).tolist()
    [[1.0, -0.5]]
    >>> activation_map(np.ones((9, 7)), np.ones((2, 3))).shape
    (8, 5)
    """
    # TODO 2.3: how many places are there in each direction? Then one score for each.
    raise NotImplementedError("2.3")


# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    x = to_plus_minus_one(np.maximum(np.eye(9), np.fliplr(np.eye(9))))
    print(activation_map(x, to_plus_minus_one(np.eye(3))).round(2))
