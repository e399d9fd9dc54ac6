# %% [markdown]
# # Exercise 14 · One by one
# A kernel of 1 x 1 looks at a single pixel. "What feature could that find?" asks one of the notes,
# and leaves it open. You use it for what it is famous for, work out when that pays, commit
# yourself to an answer, and then let two questions about the same pictures decide.
# README.md has the figure.

# %%
import keras
import numpy as np


# %% [markdown]
# ## Task 14.1 · Squeeze, then look (3 points, about 6 minutes)
# %%
def bottleneck(x: keras.KerasTensor, squeeze: int, expand: int) -> keras.KerasTensor:
    """Return what becomes of x when it is squeezed to few channels before a 3 x 3 convolution.

    layer                                                channels
    x                                                    any
    convolution 1 x 1, ReLU                              squeeze
    convolution 3 x 3, padding "same", ReLU              expand

    Both have biases; height and width stay as they are. x is a symbolic tensor such as
    `keras.Input` gives, or the answer of another layer; so is the result.

    >>> bottleneck(keras.Input((28, 20, 16)), squeeze=5, expand=32).shape
    (None, 28, 20, 32)
    """
    # BEGIN SOLUTION 14.1: two layers, one called on the answer of the other.
    squeezed = keras.layers.Conv2D(squeeze, 1, activation="relu")(x)
    return keras.layers.Conv2D(expand, 3, padding="same", activation="relu")(squeezed)
    # END SOLUTION


# %% [markdown]
# ## Task 14.2 · Does it pay? (4 points, about 10 minutes)
# The bottleneck has one layer more. It saves weights while it is narrow enough: how narrow?
# %%
def break_even(cin: int, cout: int, k: int) -> int:
    """Return the widest squeeze with which a bottleneck still saves weights.

    From `cin` to `cout` channels leads a direct k x k convolution; or a 1 x 1 convolution from
    `cin` to m channels and a k x k convolution from m to `cout`. The result is the largest m for
    which the bottleneck has strictly fewer weights than the direct convolution, and 0 where there
    is none. Biases are left out. All arguments are 1 or more, and `k` may be 1.

    >>> break_even(16, 32, 3)
    15
    >>> break_even(1, 8, 5)
    0
    """
    # BEGIN SOLUTION 14.2: what does the direct way cost, and what does each channel of the squeeze?
    direct = k * k * cin * cout
    each = cin + k * k * cout
    return (direct - 1) // each
    # END SOLUTION


# %% [markdown]
# ## Task 14.3 · Commit yourself (1 point, about 3 minutes)
# The pictures of 14.4 show a bar of five pixels: red, green or blue; lying, standing or slanting.
# A network with 1 x 1 kernels learns to tell the colour, another one to tell the arrangement.
# Which accuracies will they reach on new pictures? Fill in two numbers from 0 to 1 before you go
# on. Nobody judges whether they are right; but what 14.4 reaches is shown only when they stand.

# %%
# BEGIN SOLUTION 14.3: three colours, three arrangements: what would somebody reach who guesses?
# STUB: PREDICTION = {"colour": None, "arrangement": None}
PREDICTION = {"colour": 1.0, "arrangement": 1 / 3}
# END SOLUTION


# %% [markdown]
# ## Task 14.4 · Ask the pictures (5 points, about 8 minutes)
# The grader trains this network with kernels of 1 and of 3, and shows you what they reach beside
# what you said.
# %%
def build_pixel_classifier(kernel_size: int | tuple[int, int]) -> keras.Model:
    """Return a network that sorts 12 x 12 colour pictures into three classes.

    layer                                                     shape
    input                                                     (12, 12, 3)
    convolution, 16 filters, `kernel_size`, "same", ReLU      (12, 12, 16)
    the same again                                            (12, 12, 16)
    the maximum of each whole feature map                     (16,)
    three classes, softmax                                    (3,)

    `kernel_size` is an int or (height, width). Nothing is compiled or trained here.

    >>> build_pixel_classifier(1).count_params()
    387
    """
    # BEGIN SOLUTION 14.4: an input and four layers.
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"),
            keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    # END SOLUTION


# %% [markdown]
# ## Play
# Shuffle the pixels of a picture, and ask the network with 1 x 1 kernels again: what changes?
# %%
if __name__ == "__main__":
    pixels = np.random.default_rng(0).random((144, 3), np.float32)
    both = np.stack([pixels, np.random.default_rng(1).permutation(pixels)]).reshape(2, 12, 12, 3)
    print(np.array(build_pixel_classifier(1)(both)))
