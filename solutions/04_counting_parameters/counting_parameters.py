# %% [markdown]
# # Exercise 04 · How many numbers are learned?
# `model.summary()` ends with a number of parameters. Everybody can read it; you are going to
# know it before the model exists. All you need: how deep one filter is, how many there are,
# and what each of them owns besides its weights. README.md has the figure.


# %%
def height_and_width(kernel: int | tuple[int, int]) -> tuple[int, int]:
    """Return (kh, kw) for both ways to write a kernel, 3 and (3, 3). A gift, nothing to do."""
    return (kernel, kernel) if isinstance(kernel, int) else (kernel[0], kernel[1])


# %% [markdown]
# ## Task 4.1 · A convolution (4 points, about 8 minutes)
# %%
def conv2d_params(
    kernel: int | tuple[int, int],
    cin: int,
    filters: int,
    use_bias: bool = True,
    groups: int = 1,
) -> int:
    """Return how many numbers `Conv2D(filters, kernel, ...)` learns on `cin` input channels.

    `kernel` is 3 or (3, 5), height first. With `groups=2` the channels are split into two
    halves and each filter looks at one half only (AlexNet's two GPUs); `cin` and `filters`
    are multiples of `groups`. `use_bias=False`: the filters have no biases.

    >>> conv2d_params(1, cin=2, filters=3)
    9
    >>> conv2d_params((5, 5), cin=3, filters=4, use_bias=False)
    300
    """
    # BEGIN SOLUTION 4.1: count one filter, then all of them.
    #   How deep is a filter, and how many biases does it own?
    kh, kw = height_and_width(kernel)
    weights = kh * kw * (cin // groups) * filters
    return weights + (filters if use_bias else 0)
    # END SOLUTION


# %% [markdown]
# ## Task 4.2 · A dense layer (1 point, about 3 minutes)
# %%
def dense_params(n_in: int, units: int, use_bias: bool = True) -> int:
    """Return how many numbers `Dense(units)` learns on a vector of `n_in` numbers.

    >>> dense_params(2, units=3)
    9
    >>> dense_params(9, units=4, use_bias=False)
    36
    """
    # BEGIN SOLUTION 4.2: each unit is wired to every input. What else does it own?
    return n_in * units + (units if use_bias else 0)
    # END SOLUTION


# %% [markdown]
# ## Task 4.3 · Batch normalisation (1 point, about 3 minutes)
# %%
def batchnorm_params(c: int) -> tuple[int, int]:
    """Return (trainable, frozen): the numbers of `BatchNormalization()` on `c` channels.

    The layer takes a mean away and divides by a spread, both measured while it trains; then it
    multiplies by a scale and adds a shift, both found by gradient descent. Measured numbers
    are "non-trainable" in `summary()`: frozen for gradient descent.

    >>> trainable, frozen = batchnorm_params(16)
    """
    # BEGIN SOLUTION 4.3: what belongs to one channel? And which of it does training change?
    return 2 * c, 2 * c
    # END SOLUTION


# %% [markdown]
# ## Task 4.4 · Eight predictions (4 points, about 12 minutes)
# Pencil first: the point is to be sure before any code runs. What is still None is not judged;
# once a number stands, run this file, and Keras answers below.
# %%
def predictions() -> dict[str, int]:
    """Return how many numbers each layer learns: whole numbers, worked out by hand.

    Biases count, frozen numbers do not. What is not written has Keras's default.

    key        input of the layer         the layer
    "first"    (20, 14, 4)                Conv2D(6, (3, 5), strides=2)
    "grouped"  (15, 11, 8)                Conv2D(6, 3, groups=2)
    "valid"    (13, 9, 5)                 Conv2D(7, (3, 2), padding="valid")
    "same"     (13, 9, 5)                 Conv2D(7, (3, 2), padding="same")
    "strided"  (29, 21, 5)                Conv2D(32, (4, 3), strides=3, use_bias=False)
    "norm"     what "strided" hands on    BatchNormalization()
    "pool"     (14, 10, 6)                MaxPooling2D(2)
    "dense"    what "pool" hands on       Flatten() and then Dense(4)

    >>> sorted(predictions())
    ['dense', 'first', 'grouped', 'norm', 'pool', 'same', 'strided', 'valid']
    """
    # BEGIN SOLUTION 4.4: put a number, or a product such as 5 * 5 * 3, for each None.
    # STUB: return {
    # STUB:     "first": None,
    # STUB:     "grouped": None,
    # STUB:     "valid": None,
    # STUB:     "same": None,
    # STUB:     "strided": None,
    # STUB:     "norm": None,
    # STUB:     "pool": None,
    # STUB:     "dense": None,
    # STUB: }
    return {
        "first": (3 * 5 * 4 + 1) * 6,
        "grouped": (3 * 3 * 4 + 1) * 6,
        "valid": (3 * 2 * 5 + 1) * 7,
        "same": (3 * 2 * 5 + 1) * 7,
        "strided": 4 * 3 * 5 * 32,
        "norm": 2 * 32,
        "pool": 0,
        "dense": (7 * 5 * 6 + 1) * 4,
    }
    # END SOLUTION


# %% [markdown]
# ## Task 4.5 · Find the errors in the note (2 points, about 8 minutes)
# A lecture note counts AlexNet, which was trained on two GPUs. Two of its eight lines are wrong.
# %%
def note_errors() -> dict[str, int]:
    """Return the right number for each of the two wrong lines: {line: number}.

    line    the note's product             the note's result
    conv1   11 x 11 x 3 x 48 x 2           about 35,000
    conv2   5 x 5 x 48 x 128 x 2           about 307,000
    conv3   3 x 3 x 128 x 2 x 192 x 2      about 804,000
    conv4   3 x 3 x 192 x 192 x 2          about 663,000
    conv5   3 x 3 x 192 x 128 x 2          about 442,000
    fc6     13 x 13 x 128 x 2 x 2048 x 2   about 177M
    fc7     2048 x 2 x 2048 x 2            about 16M
    fc8     2048 x 2 x 1000                about 4M

    The network: conv1, pool, conv2, pool, conv3, conv4, conv5, pool, fc6, fc7, fc8. Each pool is
    MaxPooling2D(3, strides=2), "valid"; conv3 to conv5 keep maps of 13 x 13; conv3 and the fc
    layers read both GPUs. Count as the note does: weights only, no biases, both GPUs together.
    That it shortens its results is no error. Give yours in full.

    >>> len(note_errors())
    2
    """
    # BEGIN SOLUTION 4.5: does each result follow from its product?
    #   And does each product start from what the network really hands on?
    return {
        "conv3": 3 * 3 * (128 * 2) * (192 * 2),
        "fc6": 6 * 6 * (128 * 2) * (2048 * 2),
    }
    # END SOLUTION


# %% [markdown]
# ## Predicted, then run
# Keras answers what you have committed yourself to, and nothing else.
# %%
if __name__ == "__main__":
    import math

    import keras

    pool = keras.layers.MaxPooling2D(2)
    strided = keras.layers.Conv2D(32, (4, 3), strides=3, use_bias=False)
    asked = {  # the last layer is the one that is counted
        "first": ((20, 14, 4), keras.layers.Conv2D(6, (3, 5), strides=2)),
        "grouped": ((15, 11, 8), keras.layers.Conv2D(6, 3, groups=2)),
        "valid": ((13, 9, 5), keras.layers.Conv2D(7, (3, 2), padding="valid")),
        "same": ((13, 9, 5), keras.layers.Conv2D(7, (3, 2), padding="same")),
        "strided": ((29, 21, 5), strided),
        "norm": ((29, 21, 5), strided, keras.layers.BatchNormalization()),
        "pool": ((14, 10, 6), pool),
        "dense": ((14, 10, 6), pool, keras.layers.Flatten(), keras.layers.Dense(4)),
    }
    for key, said in predictions().items():
        if said is not None:
            shape, *layers = asked[key]
            keras.Sequential([keras.Input(shape), *layers])
            learned = sum(math.prod(v.shape) for v in layers[-1].trainable_variables)
            print(f"{key}: you say {said}, Keras learns {learned}")

# %% [markdown]
# ## Try it
# %%
if __name__ == "__main__":
    for cin in (1, 3, 32):  # a note asks "how many parameters?" and does not tell cin
        print(cin, conv2d_params(3, cin, filters=32))
