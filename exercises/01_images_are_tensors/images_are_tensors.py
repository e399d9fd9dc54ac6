# %% [markdown]
# # Exercise 01 · Images are tensors
# To a network a picture is a block of numbers with three axes: rows, columns, channels.
# `Conv2D` wants one axis more, because it is always fed several pictures at once, and it
# wants small numbers: 0 to 1 instead of 0 to 255.
# The figure in README.md takes one block apart and stacks several into a batch.

# %%
import numpy as np


# %% [markdown]
# ## Task 1.1 · A batch of one (4 points, about 8 minutes)
# %%
def to_batch(img: np.ndarray) -> np.ndarray:
    """Return one picture as `Conv2D` wants it: shape (1, H, W, C), float32, values 0 to 1.

    `img` has the shape (H, W) if it is grey, else (H, W, C); every channel is kept, however
    many there are. uint8 counts from 0 to 255, also when the picture is dark and its largest
    value is small. A float picture lies in 0 to 1 already: its values stay as they are.

    >>> dark = np.array([[0, 1, 0], [1, 1, 0]], dtype=np.uint8)
    >>> to_batch(dark).shape, str(to_batch(dark).dtype), round(float(to_batch(dark).max()), 4)
    ((1, 2, 3, 1), 'float32', 0.0039)
    >>> half = np.full((4, 5, 3), 0.5)
    >>> to_batch(half).shape, float(to_batch(half).max())
    ((1, 4, 5, 3), 0.5)
    """
    # TODO 1.1: which pictures still have to be scaled, and which axes are missing?
    raise NotImplementedError("1.1")


# %% [markdown]
# ## Task 1.2 · One picture, C sheets (3 points, about 5 minutes)
# %%
def split_channels(img: np.ndarray) -> list[np.ndarray]:
    """Return the channels of one picture, first channel first, as a list of (H, W) arrays.

    `img` has the shape (H, W, C), for any C, or (H, W): a grey picture is its own only
    channel, so the list is `[img]`. Values and dtype stay as they are.

    >>> pixel = np.array([[[250, 128, 7]]], dtype=np.uint8)
    >>> [sheet.tolist() for sheet in split_channels(pixel)]
    [[[250]], [[128]], [[7]]]
    >>> [sheet.shape for sheet in split_channels(np.zeros((2, 3)))]
    [(2, 3)]
    """
    # TODO 1.2: one array for each channel. What about a picture without that axis?
    raise NotImplementedError("1.2")


# %% [markdown]
# ## Task 1.3 · All in one row (3 points, about 4 minutes)
# %%
def flatten_image(img: np.ndarray) -> np.ndarray:
    """Return all numbers of one picture in one row, in the order of Keras's `Flatten`.

    The result has one axis. Row by row, in each row pixel by pixel, and the channels of a
    pixel stay side by side. `img` is (H, W, C) or (H, W); values and dtype stay as they are.

    >>> two_pixels = np.array([[[1, 2, 3], [4, 5, 6]]])
    >>> flatten_image(two_pixels).tolist()
    [1, 2, 3, 4, 5, 6]
    >>> flatten_image(np.zeros((4, 5, 3))).shape
    (60,)
    """
    # TODO 1.3: in which order do the numbers lie in the block?
    raise NotImplementedError("1.3")


# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    orange = np.full((2, 3, 3), (255, 128, 0), dtype=np.uint8)
    print(to_batch(orange))
