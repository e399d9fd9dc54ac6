# %% [markdown]
# # Exercise 12 · AlexNet and the two GPUs
# The network that won ImageNet in 2012 was too large for one graphics card, so it was cut in two
# halves that meet only here and there. Its paper prints an input size that does not work out,
# and nearly all of its parameters sit where nobody would look for "convolution".
# README.md has the figure.

# %%
import keras

# %% [markdown]
# ## Task 12.0 · Before you build it (3 points, about 6 minutes)
# The table in 12.2 says what AlexNet is. Commit yourself before it exists: put a number, or one of
# the texts, for each None. What is still None is not judged. When your network stands, run this
# file: it answers below. Biases count.
#
# - `"conv1"`: the side of conv1's maps for pictures of 224 x 224, without any padding
# - `"conv2"`: how many numbers conv2 learns on two GPUs, where each filter sees half of the maps
# - `"fc6"`: how many numbers fc6 learns
# - `"percent"`: which part of all numbers (one GPU) fc6, fc7 and fc8 have together, in per cent: 0,
#   10, 20, ... or 100, whichever is nearest
# - `"busiest"`: which layer multiplies most often for one picture (one GPU): `"conv1"` to
#   `"conv5"`, or `"fc6"`?
# %%
# BEGIN SOLUTION 12.0: a product such as 5 * 5 * 3 will do as a number.
# STUB: ALEXNET_PREDICTION = {
# STUB:     "conv1": None,
# STUB:     "conv2": None,
# STUB:     "fc6": None,
# STUB:     "percent": None,
# STUB:     "busiest": None,
# STUB: }
ALEXNET_PREDICTION = {
    "conv1": (224 - 11) // 4 + 1,
    "conv2": (5 * 5 * 96 // 2 + 1) * 256,
    "fc6": (6 * 6 * 256 + 1) * 4096,
    "percent": 90,
    "busiest": "conv2",
}
# END SOLUTION


# %% [markdown]
# ## Task 12.1 · From 224 to 55 (2 points, about 5 minutes)
# The paper draws pictures of 224 x 224 and first maps of 55 x 55. Can both be true?
# %%
def pad_for_224() -> int | tuple[int, int] | tuple[tuple[int, int], tuple[int, int]]:
    """Return a padding with which AlexNet's first convolution makes 55 x 55 of 224 x 224.

    That convolution has windows of 11 x 11 and stride 4, and is "valid" itself. The answer is
    what `keras.layers.ZeroPadding2D` takes: one number for all four sides; (h, w), h above and
    below, w on the left and on the right; or ((top, bottom), (left, right)). Several answers
    are right.

    >>> padding = keras.layers.ZeroPadding2D(pad_for_224())
    >>> padded = padding.compute_output_shape((None, 224, 224, 3))
    >>> keras.layers.Conv2D(96, 11, strides=4).compute_output_shape(padded)
    (None, 55, 55, 96)
    """
    # BEGIN SOLUTION 12.1: which size would lead to 55? How many pixels are missing, in all?
    return ((1, 2), (1, 2))
    # END SOLUTION


# %% [markdown]
# ## Task 12.2 · AlexNet (7 points, about 20 minutes)
# Nothing here is ever trained: the shapes and the counts tell whether it is right.
# %%
def build_alexnet(input_size: int = 227, two_gpus: bool = False) -> keras.Model:
    """Return AlexNet for colour pictures of `input_size` x `input_size` pixels, 1000 classes.

    layer   what it is                            227 x 227 becomes
    conv1   96 filters 11 x 11, stride 4, valid   (55, 55, 96)
    pool1   maximum of 3 x 3, stride 2, valid     (27, 27, 96)
    conv2   256 filters 5 x 5, same               (27, 27, 256)
    pool2   as pool1                              (13, 13, 256)
    conv3   384 filters 3 x 3, same               (13, 13, 384)
    conv4   384 filters 3 x 3, same               (13, 13, 384)
    conv5   256 filters 3 x 3, same               (13, 13, 256)
    pool5   as pool1                              (6, 6, 256)
            everything in one row                 (9216,)
    fc6     4096 units                            (4096,)
    fc7     4096 units                            (4096,)
    fc8     1000 classes, softmax                 (1000,)

    ReLU follows every other layer that has weights. Dropout may stand anywhere, or be left out;
    there is no normalisation. `input_size` is 67 or more. 224 is padded first, as in 12.1; no
    other size is padded.

    `two_gpus=True`: in conv2, conv4 and conv5 each filter sees only the half of the maps that
    lies on its own GPU (each layer stays one Conv2D); all other layers see everything.

    >>> with keras.StatelessScope(initialize_variables=False):  # counts, but allocates nothing
    ...     model = build_alexnet(two_gpus=True)
    >>> model.output_shape
    (None, 1000)
    """
    # BEGIN SOLUTION 12.2: the table as layers. Which argument of Conv2D splits the channels?
    groups = 2 if two_gpus else 1
    layers = [
        keras.Input((input_size, input_size, 3)),
        keras.layers.Conv2D(96, 11, strides=4, activation="relu"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.Conv2D(256, 5, padding="same", groups=groups, activation="relu"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.Conv2D(384, 3, padding="same", activation="relu"),
        keras.layers.Conv2D(384, 3, padding="same", groups=groups, activation="relu"),
        keras.layers.Conv2D(256, 3, padding="same", groups=groups, activation="relu"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.Flatten(),
        keras.layers.Dense(4096, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(4096, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1000, activation="softmax"),
    ]
    if input_size == 224:
        layers.insert(1, keras.layers.ZeroPadding2D(pad_for_224()))
    return keras.Sequential(layers)
    # END SOLUTION


# %% [markdown]
# ## Task 12.3 · Where do the parameters sit? (3 points, about 8 minutes)
# %%
def fc_share(model: keras.Model) -> float:
    """Return which part of a model's parameters its fully connected layers have, from 0 to 1.

    Everything counts: weights, biases, and what is frozen in a batch normalisation. A fully
    connected layer is a `keras.layers.Dense`; `model.layers` holds no models, and the model has
    at least one parameter. Ask for counts or shapes only: models as large as AlexNet come here
    without values in their weights.

    >>> small = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(1, 3)])  # 10
    >>> small.add(keras.layers.Flatten())
    >>> small.add(keras.layers.Dense(6))  # 30 more
    >>> fc_share(small)
    0.75
    """
    # BEGIN SOLUTION 12.3: a sum over some of the layers, divided by all there is.
    #   `count_params()` is there for layers and for models, `isinstance` knows a Dense.
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    return sum(layer.count_params() for layer in dense) / model.count_params()
    # END SOLUTION


# %% [markdown]
# ## Predicted, then run
# Your own network answers, once all five entries stand: for each layer how often it multiplies
# and how much it learns.
# %%
if __name__ == "__main__":
    import math

    if None not in ALEXNET_PREDICTION.values():
        print("You say:", ALEXNET_PREDICTION)
        unpadded = keras.layers.Conv2D(96, 11, strides=4)
        print("conv1 makes maps of", unpadded.compute_output_shape((None, 224, 224, 3))[1:3])
        with keras.StatelessScope(initialize_variables=False):
            for gpus in (1, 2):
                model = build_alexnet(two_gpus=gpus == 2)
                print(f"On {gpus} GPU(s), in dense layers: {fc_share(model):.0%}")
                for layer in model.layers:
                    if hasattr(layer, "kernel"):
                        times = math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:-1])
                        print(f"{layer.name}: {times:,} products, learns {layer.count_params():,}")

# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    with keras.StatelessScope(initialize_variables=False):  # 62 million parameters, no memory
        print(fc_share(build_alexnet()), fc_share(build_alexnet(two_gpus=True)))
