# %% [markdown]
# # Exercise 13 · VGG: small filters, deep stacks
# VGG repeats one idea: a few 3 x 3 convolutions in a row, then a pooling that halves the map.
# Here you write that block once and let a loop grow a network of 138 million numbers from it.
# Then the question behind the idea: if every layer looks only 3 pixels far, how much of the
# picture can a unit deep inside see? README.md has the figure.

# %%
import keras


def norm_if(batchnorm: bool) -> list[keras.layers.Layer]:
    """Return a list with a batch normalisation in it, or an empty one. A gift, nothing to do."""
    return [keras.layers.BatchNormalization()] if batchnorm else []


# %% [markdown]
# ## Task 13.1 · The block (3 points, about 6 minutes)
# Tensor in, tensor out: `y = layer(x)` puts a layer behind a tensor.
# %%
def vgg_block(x: keras.KerasTensor, filters: int, convs: int) -> keras.KerasTensor:
    """Return what one block of VGG makes of the tensor `x`, (height, width, channels) per picture.

    First come `convs` convolutions (1 or more), one behind the other, each with `filters` filters
    of 3 x 3, stride 1, padding "same", biases and ReLU. Then comes one maximum pooling of 2 x 2
    with Keras's defaults, which drops a last row or column that is left over. The answer is a
    tensor; no model is made here.

    >>> vgg_block(keras.Input((8, 12, 3)), filters=4, convs=2).shape
    (None, 4, 6, 4)
    >>> vgg_block(keras.Input((9, 7, 3)), filters=5, convs=1).shape
    (None, 4, 3, 5)
    """
    # BEGIN SOLUTION 13.1: a loop, and one layer behind it.
    #   Which tensor does the second convolution read?
    for _ in range(convs):
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return keras.layers.MaxPooling2D(2)(x)
    # END SOLUTION


# %% [markdown]
# ## Task 13.2 · VGG16 (3 points, about 6 minutes)
# 13 convolutions and 3 dense layers make 16. Count them in the table.
# %%
def build_vgg16(classes: int = 1000) -> keras.Model:
    """Return VGG16, uncompiled.

    layers                                            what they hand on
    input                                             (224, 224, 3)
    block of 2 convolutions with 64 filters           (112, 112, 64)
    block of 2 convolutions with 128 filters          (56, 56, 128)
    block of 3 convolutions with 256 filters          (28, 28, 256)
    block of 3 convolutions with 512 filters          (14, 14, 512)
    block of 3 convolutions with 512 filters          (7, 7, 512)
    everything in one row                             (25088,)
    dense layer with ReLU                             (4096,)
    dense layer with ReLU                             (4096,)
    dense layer with softmax                          (classes,)

    A block is what 13.1 says. Dropout between the dense layers may be there or not.

    >>> with keras.StatelessScope(initialize_variables=False):  # spares half a gigabyte of weights
    ...     vgg16 = build_vgg16()
    >>> vgg16.count_params()
    138357544
    """
    # BEGIN SOLUTION 13.2: `vgg_block` in a loop, then the dense layers; `keras.Model` joins
    #   an input and an output.
    x = inputs = keras.Input((224, 224, 3))
    for filters, convs in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        x = vgg_block(x, filters, convs)
    x = keras.layers.Flatten()(x)
    for _ in range(2):
        x = keras.layers.Dense(4096, activation="relu")(x)
    return keras.Model(inputs, keras.layers.Dense(classes, activation="softmax")(x))
    # END SOLUTION


# %% [markdown]
# ## Task 13.3 · MiniVGG (4 points, about 8 minutes)
# The same idea for small pictures, at a size that a laptop can train.
# %%
def build_minivgg(width: int = 32, batchnorm: bool = False, classes: int = 10) -> keras.Model:
    """Return a small VGG for 32 x 32 colour pictures, uncompiled.

    layers                                            what they hand on, for width=32
    input                                             (32, 32, 3)
    2 convolutions, `width` filters each              (32, 32, 32)
    maximum pooling 2 x 2                             (16, 16, 32)
    2 convolutions, 2 * `width` filters each          (16, 16, 64)
    maximum pooling 2 x 2                             (8, 8, 64)
    everything in one row                             (4096,)
    dense layer with 16 * `width` units               (512,)
    dense layer with `classes` units, softmax         (10,)

    The convolutions are 3 x 3 with padding "same"; all layers with weights have biases, and all
    but the last one ReLU. With `batchnorm`, a batch normalisation with Keras's defaults stands
    right behind each ReLU: four behind the convolutions, one behind the dense layer.

    >>> build_minivgg(width=8, classes=6).count_params()
    136270
    """
    # BEGIN SOLUTION 13.3: `[layer, *norm_if(batchnorm)]` is a layer with or without company.
    layers = [keras.Input((32, 32, 3))]
    for filters in (width, 2 * width):
        for _ in range(2):
            conv = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")
            layers += [conv, *norm_if(batchnorm)]
        layers.append(keras.layers.MaxPooling2D(2))
    dense = keras.layers.Dense(16 * width, activation="relu")
    layers += [keras.layers.Flatten(), dense, *norm_if(batchnorm)]
    return keras.Sequential([*layers, keras.layers.Dense(classes, activation="softmax")])
    # END SOLUTION


# %% [markdown]
# ## Task 13.4 · How far does a unit see? (3 points, about 10 minutes)
# Change one pixel of a large picture: which units of a layer can notice? Asked the other way
# round: how many pixels along one side can change what one unit says? That is its receptive field.
# %%
def receptive_field(stack: list[tuple[int, int]]) -> int:
    """Return how many pixels, along one side, a unit behind the stack of layers can see.

    `stack` has a pair (kernel, stride) for each layer, the first layer first; convolution or
    pooling makes no difference. There is at least one layer, and all windows are squares.
    Take a unit in the middle of a picture so large that borders and padding play no part.

    >>> receptive_field([(3, 1), (3, 1)])
    5
    >>> receptive_field([(2, 2), (2, 2)])
    4
    """
    # BEGIN SOLUTION 13.4: by how many pixels does each layer widen the view?
    #   And how far apart are two neighbours of its input, in pixels of the picture?
    side, jump = 1, 1
    for kernel, stride in stack:
        side += (kernel - 1) * jump
        jump *= stride
    return side
    # END SOLUTION


# %% [markdown]
# ## Task 13.5 · Five predictions (3 points, about 7 minutes)
# Pencil first: the point is to be sure before any code runs. What is still None is not judged;
# once a number stands, run this file, and Keras answers below.
# %%
def block_predictions() -> dict[str, int]:
    """Return five counts, whole numbers worked out by hand.

    Biases count. "Keeps" means all numbers of the layer, learned or measured.

    key         input           layers                                          how many numbers
    "two"       (28, 20, 16)    Conv2D(24, 3, padding="same"), twice in a row   both keep together
    "five"      (28, 20, 16)    Conv2D(24, 5, padding="same")                   it keeps
    "norm"      (28, 20, 24)    BatchNormalization()                            it keeps
    "trained"   (28, 20, 24)    BatchNormalization()                            it learns
    "dense"     (28, 20, 24)    MaxPooling2D(2), Flatten(), Dense(10)           all keep together

    >>> sorted(block_predictions())
    ['dense', 'five', 'norm', 'trained', 'two']
    """
    # BEGIN SOLUTION 13.5: put a number, or a product such as 5 * 5 * 3, for each None.
    # STUB: return {
    # STUB:     "two": None,
    # STUB:     "five": None,
    # STUB:     "norm": None,
    # STUB:     "trained": None,
    # STUB:     "dense": None,
    # STUB: }
    return {
        "two": (3 * 3 * 16 + 1) * 24 + (3 * 3 * 24 + 1) * 24,
        "five": (5 * 5 * 16 + 1) * 24,
        "norm": 4 * 24,
        "trained": 2 * 24,
        "dense": (14 * 10 * 24 + 1) * 10,
    }
    # END SOLUTION


# %% [markdown]
# ## Predicted, then run
# Keras answers what you have committed yourself to, and nothing else.
# %%
if __name__ == "__main__":
    inputs, maps = keras.Input((28, 20, 16)), keras.Input((28, 20, 24))
    five, norm = keras.layers.Conv2D(24, 5, padding="same"), keras.layers.BatchNormalization()
    dense = keras.layers.Dense(10)
    two = keras.Model(inputs, vgg_block(inputs, 24, 2))  # the pooling learns nothing
    five(inputs), norm(maps), dense(keras.layers.Flatten()(keras.layers.MaxPooling2D(2)(maps)))
    found = {
        "two": two.count_params(),
        "five": five.count_params(),
        "norm": norm.count_params(),
        "trained": sum(weights.shape[0] for weights in norm.trainable_variables),
        "dense": dense.count_params(),
    }
    for key, said in block_predictions().items():
        if said is not None:
            print(f"{key}: you say {said}, Keras says {found[key]}")

# %% [markdown]
# ## Try it
# %%
if __name__ == "__main__":
    for depth in (1, 2, 3, 7):  # how many 3 x 3 layers replace one of 15 x 15?
        print(depth, receptive_field([(3, 1)] * depth))
