# %% [markdown]
# # Exercise 18 · Capstone: the best network under a budget
# Everything comes together: you choose the layers, and you have 15,000 parameters to spend. The
# grader trains your network on letters, a little off the middle, in three typefaces. Then it shows
# it hidden letters: further off, and some in a typeface that no training picture has.
# README.md has the figure, the recipe of the training and a way to rehearse.

# %%
import keras
import numpy as np

# %% [markdown]
# ## Task 18.1 · What goes in (2 points, about 5 minutes)
# The pictures come as bytes: an array of dtype uint8 and of shape (pictures, height, width,
# channels), 0 for black, 255 for white. `PREPROCESS` is a function that takes such a batch and
# returns an array of the same shape, of floats. What becomes of a pixel depends on its own value
# only, not on other pixels, other pictures or the size of the batch.
# Or it is `None`: then 0 to 255 go in as they are, and your network may begin with
# `keras.layers.Rescaling`. The three dots say that you have not decided yet.

# %%
# BEGIN SOLUTION 18.1: a function (its name, without brackets behind it) or None?
# STUB: PREPROCESS = ...


def as_shares(images: np.ndarray) -> np.ndarray:
    """Return each byte as a share of 255."""
    return images.astype("float32") / 255


PREPROCESS = as_shares
# END SOLUTION


# %% [markdown]
# ## Task 18.2 · Your network (10 points, about 35 minutes)
# Six of the points are for the hidden letters, in three tiers of two points. Bronze is a pass.
# %%
def build_model(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    """Return a network of your own design, uncompiled, with at most 15,000 parameters.

    `input_shape` is (height, width, channels), `classes` the number of classes. The network takes
    `keras.Input(input_shape)` and ends in `classes` numbers with softmax, which stands nowhere
    else. All parameters count, also those that are not trained.

    Asked for are (28, 28, 1) with 10 classes, which is trained, and (20, 24, 1) with 7 and
    (32, 32, 3) with 6 classes, which keep the budget, too, and are not trained.

    >>> build_model((28, 28, 1), 10).output_shape
    (None, 10)
    >>> build_model((32, 32, 3), 6).count_params() <= 15_000
    True
    """
    # BEGIN SOLUTION 18.2: before you write a layer: what does it cost, and what do you get for it?
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )
    # END SOLUTION


# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    build_model((28, 28, 1), 10).summary()  # where does your budget go?
