# %% [markdown]
# # Exercise 15 · Inception and the GoogLeNet table
# How large should the next window be: 1, 3 or 5? GoogLeNet takes all of them at once, adds a
# pooling, and lays the four answers one behind the other. You build that module, work out the
# famous table of the whole network line by line, and then design a small one of your own.
# README.md has the figure.

# %%
import math

import keras


# %% [markdown]
# ## Task 15.1 · Four branches (3 points, about 10 minutes)
# %%
def inception_module(
    x: keras.KerasTensor, f1: int, f3r: int, f3: int, f5r: int, f5: int, fp: int
) -> keras.KerasTensor:
    """Return what an inception module makes of the tensor `x`, (height, width, channels).

    branch   layers
    1x1      convolution 1 x 1 with f1 filters
    3x3      convolution 1 x 1 with f3r filters ("reduce"), then 3 x 3 with f3 filters
    5x5      convolution 1 x 1 with f5r filters ("reduce"), then 5 x 5 with f5 filters
    pool     maximum pooling 3 x 3, then convolution 1 x 1 with fp filters

    Every branch starts from `x` and keeps its height and width: all padding is "same", all
    windows, also that of the pooling, move by 1. Every convolution has biases and ReLU. The four
    results are joined along the channels, in this order.

    >>> inception_module(keras.Input((6, 8, 5)), f1=2, f3r=3, f3=4, f5r=1, f5=2, fp=1).shape
    (None, 6, 8, 9)
    """

    # TODO 15.1: one line for each branch, and one that joins them.
    #   A small function of your own can save you typing.
    raise NotImplementedError("15.1")


# %% [markdown]
# ## Task 15.2 · The table (6 points, about 18 minutes)
# The first four rows are done, as an example; `PLAN` has the numbers of filters of the others.
# %%
STEM = (
    {"name": "conv1", "shape": (112, 112, 64), "params": 9472},  # 7 x 7, stride 2
    {"name": "pool1", "shape": (56, 56, 64), "params": 0},  # 3 x 3, stride 2, as all pools
    {"name": "conv2", "shape": (56, 56, 192), "params": 114944},  # 1 x 1, 64; then 3 x 3, 192
    {"name": "pool2", "shape": (28, 28, 192), "params": 0},
)
PLAN = {  # f1, f3r, f3, f5r, f5, fp; None for a pooling
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "pool3": None,
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "pool4": None,
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def googlenet_table() -> list[dict]:
    """Return the 16 rows of GoogLeNet's table, in the order of the network.

    A row is {"name": ..., "shape": (height, width, channels), "params": ...}: what the row hands
    on, without the batch axis, and how many numbers it learns, biases counted. First come the
    rows of `STEM`, then those of `PLAN`: modules as in 15.1, and poolings of 3 x 3 with stride 2
    and padding "same". Behind 5b the network takes the average of each whole map, which has no
    row of its own; the last row is "fc", a dense layer with 1000 units, of shape (1000,).

    >>> rows = googlenet_table()
    >>> [row["name"] for row in rows][3:8]
    ['pool2', '3a', '3b', 'pool3', '4a']
    >>> sum(row["params"] for row in rows)
    6998552
    """
    # TODO 15.2: what becomes of size and channels in each row, how many numbers does
    #   it learn, and what does the last row read? `math.ceil` rounds up.
    rows, size, channels = list(STEM), 28, 192
    for name, filters in PLAN.items():
        raise NotImplementedError("15.2")
        rows.append({"name": name, "shape": (size, size, channels), "params": params})
    return rows


# %% [markdown]
# ## Task 15.3 · Your own (4 points, about 10 minutes)
# GoogLeNet has hardly any dense layers: a global pooling leaves one number of each map.
# %%
def build_mini_inception(classes: int = 6) -> keras.Model:
    """Return a small network of your own design with an inception module in it, uncompiled.

    It takes 32 x 32 colour pictures, `keras.Input((32, 32, 3))`, and ends in `classes` numbers
    with softmax, which stands nowhere else. Between the two are at least one module of four
    branches, joined by one Concatenate, and a global pooling (maximum or average). Everything
    else is up to you. Some 8,000 parameters are enough.

    >>> build_mini_inception(classes=4).output_shape
    (None, 4)
    """
    # TODO 15.3: a convolution to start with, a module or two, a pooling in between.
    #   What can stand in place of Flatten?
    raise NotImplementedError("15.3")


# %% [markdown]
# ## Try it
# %%
if __name__ == "__main__":
    for row in googlenet_table():
        print(row["name"].ljust(6), row["shape"], row["params"])
