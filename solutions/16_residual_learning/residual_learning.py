# %% [markdown]
# # Exercise 16 · Residual learning
# A deeper network can do all that a shallow one can, if its extra layers learn to do nothing. That
# turns out to be hard to learn. So a residual block is asked for F(x) only, what has to *change*,
# and x itself is added to it: relu(F(x) + x).
# You build the block, measure what it does for the first layer of a network of 57 convolutions,
# build the ResNet-20 of the paper, and then judge a sentence of the lecture notes.
# README.md has the figure.

# %%
import keras
import numpy as np
import tensorflow as tf


# %% [markdown]
# ## Task 16.1 · The block (4 points, about 9 minutes)
# x takes two ways, and where they meet, both must have the same shape. When is that not so by
# itself? Draw both ways with their shapes first.
# %%
def residual_block(x: keras.KerasTensor, filters: int, stride: int = 1) -> keras.KerasTensor:
    """Return the symbolic tensor relu(F(x) + shortcut(x)).

    `x` is a symbolic tensor (None, H, W, C), such as `keras.Input` returns.

    F is a 3 x 3 convolution, ReLU, and another 3 x 3 convolution. Both have `filters` filters,
    "same" padding and a bias; the first one has strides of `stride`, the second one of 1.

    The shortcut is x as it is where F(x) has the shape of x. Where it has another one, and only
    there, one 1 x 1 convolution with `filters` filters, strides of `stride` and a bias, but without
    an activation, brings x to the shape of F(x).

    >>> x = keras.Input((8, 12, 16))
    >>> block = keras.Model(x, residual_block(x, 16))
    >>> block.output_shape, block.count_params()
    ((None, 8, 12, 16), 4640)
    >>> residual_block(x, 24, stride=2).shape
    (None, 4, 6, 24)
    """
    # BEGIN SOLUTION 16.1: the long way, then the short way, then both together.
    y = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    if x.shape != y.shape:
        x = keras.layers.Conv2D(filters, 1, strides=stride)(x)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
    # END SOLUTION


# %% [markdown]
# ## Task 16.2 · As deep as you like (4 points, about 6 minutes)
# The same network twice, with and without the shortcuts. Which of the two has more parameters?
# %%
def build_deep_net(depth: int, skip: bool) -> keras.Model:
    """Return a network of `depth` convolutions, all 3 x 3, with or without shortcuts.

    layer                                                    shape
    input                                                    (8, 8, 1)
    the first convolution, 16 filters, "same", ReLU          (8, 8, 16)
    (depth - 1) / 2 blocks, one after the other              (8, 8, 16)
    the average of each map                                  (16,)
    ten classes, softmax                                     (10,)

    With `skip` a block is `residual_block` with 16 filters. Without, it has the same two
    convolutions, each followed by ReLU, and nothing is added. `depth` is odd and at least 3.
    Leave the first weights to Keras: how it draws them is part of the experiment.

    >>> build_deep_net(5, skip=False).output_shape
    (None, 10)
    """
    # BEGIN SOLUTION 16.2: one loop over the blocks. Each block reads what the last one returned.
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    for _ in range(depth // 2):
        if skip:
            x = residual_block(x, 16)
        else:
            x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
            x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
    # END SOLUTION


# %% [markdown]
# ## Task 16.3 · What arrives at the first layer? (4 points, about 8 minutes)
# Nothing is trained here: one step of backpropagation is enough. `tf.GradientTape` writes down
# what is computed inside its `with` block; `tape.gradient(loss, w)` then walks back from the loss
# to the weights w. Try it with a single variable:
#
#     w = tf.Variable(3.0)
#     with tf.GradientTape() as tape:
#         loss = w * w
#     tape.gradient(loss, w)  # 6.0
# %%
def gradient_norm(model: keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    """Return the length of the gradient that arrives at the first convolution of the model.

    `model` ends with softmax; it may be Sequential or Functional, so its first convolution need
    not be `model.layers[0]`. `x` holds N pictures (N, H, W, C), `y` their N classes as integers.

    The loss is the sparse categorical cross-entropy between `y` and `model(x)`, its mean over
    the N pictures. Take its gradient with respect to the kernel of the first convolution, only
    the kernel; its length is the square root of the sum of all squares in it.

    Here one picture of one pixel, 2.0, meets two filters of weight 0: each class gets 0.5, each
    of the two weights a gradient of 1 or -1.

    >>> zeros = keras.layers.Conv2D(2, 1, kernel_initializer="zeros")
    >>> layers = [keras.Input((1, 1, 1)), zeros, keras.layers.Flatten(), keras.layers.Softmax()]
    >>> x, y = np.full((1, 1, 1, 1), 2.0), np.array([0])
    >>> round(float(gradient_norm(keras.Sequential(layers), x, y)), 3)
    1.414
    """
    # BEGIN SOLUTION 16.3: find the layer, record the loss, walk back, measure.
    #   `isinstance(layer, keras.layers.Conv2D)` tells a convolution from other layers.
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, model(x))
        loss = tf.reduce_mean(losses)
    return float(tf.norm(tape.gradient(loss, first.kernel)))
    # END SOLUTION


# %% [markdown]
# ## Task 16.4 · ResNet-20 (5 points, about 14 minutes)
# The network of the paper for pictures of 32 x 32, now with batch normalisation. The pair of
# layers that occurs again and again is given. Its momentum is not Keras's 0.99: with that, after
# 200 steps of training, more than a tenth of each moving average is still what it began with.


# %%
def conv_bn(x: keras.KerasTensor, filters: int, stride: int = 1) -> keras.KerasTensor:
    """Return x after a 3 x 3 convolution, without a bias, and batch normalisation (given)."""
    convolution = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)
    return keras.layers.BatchNormalization(momentum=0.9)(convolution(x))


# %%
def build_resnet20(shortcut: str = "A") -> keras.Model:
    """Return ResNet-20 for ten classes.

    layer                                                                     shape
    input                                                                     (32, 32, 3)
    `conv_bn` with 16 filters, ReLU                                           (32, 32, 16)
    three blocks of 16 filters                                                (32, 32, 16)
    three blocks of 32 filters, the first one with a stride of 2              (16, 16, 32)
    three blocks of 64 filters, the first one with a stride of 2              (8, 8, 64)
    the average of each map                                                   (64,)
    ten classes, softmax                                                      (10,)

    A block is `conv_bn` (with the stride, if any), ReLU, `conv_bn` (stride 1), then the
    shortcut is added, then ReLU. The shortcut is x as it is, except where the stride is 2. There
    "A" takes every second row and column of x, from the first one on, and puts maps of zeros
    behind its channels, until there are enough of them;
    "B" is a 1 x 1 convolution with strides of 2, without a bias, without batch normalisation.

    >>> build_resnet20().count_params(), build_resnet20(shortcut="B").count_params()
    (271098, 273658)
    """
    # BEGIN SOLUTION 16.4: nine blocks in a loop. Which of them need more than x as it is?
    #   README.md shows slicing and `keras.ops.pad` for "A".
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.ReLU()(conv_bn(inputs, 16))
    for filters, stride in (
        [(16, 1)] * 3 + [(32, 2), (32, 1), (32, 1)] + [(64, 2), (64, 1), (64, 1)]
    ):
        y = conv_bn(keras.layers.ReLU()(conv_bn(x, filters, stride)), filters)
        if stride == 2 and shortcut == "A":
            x = keras.ops.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, filters // 2)))
        elif stride == 2:
            x = keras.layers.Conv2D(filters, 1, strides=2, use_bias=False)(x)
        x = keras.layers.ReLU()(keras.layers.Add()([y, x]))
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
    # END SOLUTION


# %% [markdown]
# ## Task 16.5 · Is anything skipped? (1 point, about 2 minutes)
# A lecture note writes: with a skip connection, a unit whose gradient is close to 0 is skipped
# ("건너뜀") in backpropagation. Look at your block, and differentiate F(x) + x with respect to x.
# Does a residual block ever leave something out because of a condition? `True` or `False`?
# %%
# BEGIN SOLUTION 16.5: write your answer, once you have seen the numbers of 16.3.
# STUB: ANSWER = None
ANSWER = False
# END SOLUTION

# %% A place to play: how does it go on with 33 and 57 convolutions?
if __name__ == "__main__":
    x, y = np.random.rand(32, 8, 8, 1), np.random.randint(0, 10, 32)
    print([[gradient_norm(build_deep_net(n, s), x, y) for n in (9, 21)] for s in (False, True)])
