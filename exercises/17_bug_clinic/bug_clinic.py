# %% [markdown]
# # Exercise 17 · Bug clinic
# Eleven patients wait, each with one complaint and one bug. Only one of them crashes; some even
# look good. Read the code that is there, find the line, repair it: one to three lines are enough,
# and any repair that works counts. The pictures are handwritten digits, 8 x 8, but in 17.11;
# labels are whole numbers from 0 to 9. README.md has the figure, and first aid.

# %%
import keras
import numpy as np


# %% [markdown]
# The healthy network that some patients are given, not compiled yet:
# %%
def small_network() -> keras.Model:
    """Return a network that sorts digits, with one softmax at its end (given)."""
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(keras.layers.Conv2D(16, 3, padding="same", activation="relu"))
    model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Conv2D(32, 3, padding="same", activation="relu"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% [markdown]
# ## Task 17.1 · The first loss is 24 (1 point, about 3 minutes)
# An untrained network knows nothing about ten classes: that costs 2.3. This one pays 24.
# %%
def fix_a(images: np.ndarray) -> np.ndarray:
    """Return pictures as a network likes them.

    `images` are whole numbers from 0 to 255 (uint8), any number of pictures of any size and with
    any number of channels. The result has the same shape and holds floating-point numbers, all of
    them between -5 and 5. It is one rule for every pixel: a * pixel + b, with a > 0, so that
    brighter stays brighter; and 0 and 255 end up at least 0.5 apart.

    >>> batch = np.array([[[[0], [51], [255]]]], np.uint8)
    >>> fix_a(batch).shape
    (1, 1, 3, 1)
    >>> float(abs(fix_a(batch)).max()) <= 5
    True
    """
    # TODO 17.1: what is the largest number that the network gets to see?
    batch = images.astype("float32")
    return batch


# %% [markdown]
# ## Task 17.2 · Another answer when it comes alone (2 points, about 4 minutes)
# In a batch of test pictures this one is called a 3. Tested by itself, it is called an 8.
# %%
def fix_b(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return training and test pictures, both standardised by one and the same rule.

    Both are floating-point pictures (N, H, W, C) with values from 0 to 255. The rule is made from
    the training pictures alone, so that these get a mean near 0 and a standard deviation near 1.
    Whether it is one for all pixels, or each pixel or channel has its own, is up to you.

    >>> train = np.arange(0.0, 240.0, 20.0).reshape(3, 2, 2, 1)
    >>> new_train, new_test = fix_b(train, train[:1])
    >>> bool(np.allclose(new_train[:1], new_test))  # the same picture, in a batch and alone
    True
    """
    # TODO 17.2: whose mean and whose deviation? Which pictures may a rule look at?
    new_train = (train - train.mean()) / train.std()
    new_test = (test - test.mean()) / test.std()
    return new_train, new_test


# %% [markdown]
# ## Task 17.3 · It does not even start (1 point, about 3 minutes)
# `fit` raises "Arguments `target` and `output` must have the same rank (ndim). Received:
# target.shape=(32,), output.shape=(32, 10)". The labels are right as they are.
# %%
def fix_c(model: keras.Model) -> keras.Model:
    """Compile the model, so that it can learn from whole numbers as labels, and return it.

    `model` is a network like `small_network()`: it ends with softmax over ten classes. One label
    is a number such as 7. The metrics are to contain an accuracy.

    >>> fix_c(small_network()).compiled
    True
    """
    # TODO 17.3: what does one label look like, and what does this loss expect?
    model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


# %% [markdown]
# ## Task 17.4 · All is well, but Keras warns (1 point, about 3 minutes)
# "... received `from_logits=True`, but the `output` argument was produced by a Softmax activation
# and thus does not represent logits. Was this intended?" The accuracy is the same to the last bit.
# %%
def fix_d(model: keras.Model) -> keras.Model:
    """Compile the model with a loss that takes its outputs for what they are, and return it.

    `model` is a network like `small_network()`; its last layer is a Dense with softmax. Labels are
    whole numbers. The metrics are to contain an accuracy.

    >>> fix_d(small_network()).compiled
    True
    """
    # TODO 17.4: softmax makes probabilities of logits. In how many places is that done?
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss=loss, metrics=["accuracy"])
    return model


# %% [markdown]
# ## Task 17.5 · 2.303, and there it stays (2 points, about 3 minutes)
# The loss falls to ln 10 in the first epoch and never moves again; one digit in ten is right.
# %%
def fix_e() -> keras.Model:
    """Return a network for digits that can learn.

    It takes (8, 8, 1) and answers with the probabilities of ten classes: there is one softmax in
    it, at the very end. Nothing is compiled here; the grader trains it, for 6 epochs of 1,000
    digits, with `loss="sparse_categorical_crossentropy"`.

    >>> fix_e().output_shape
    (None, 10)
    """
    # TODO 17.5: what can the last layer say, and what can it never say?
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(keras.layers.Conv2D(16, 3, padding="same", activation="relu"))
    model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Conv2D(32, 3, padding="same", activation="relu"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10, activation="relu"))
    return model


# %% [markdown]
# ## Task 17.6 · It learns by heart (1 point, about 3 minutes)
# The training loss sinks slowly, the validation loss climbs: worse than guessing.
# %%
def fix_f(x: np.ndarray, y: np.ndarray, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures and labels in another order, each label still beside its picture.

    `x` holds N pictures (N, H, W, C), `y` their N labels, with N of 8 or more. Every picture comes
    out once, unchanged. `seed` decides about the order; which order that is, is up to you.

    >>> x = np.arange(8.0).reshape(8, 1, 1, 1)
    >>> new_x, new_y = fix_f(x, np.arange(8))
    >>> bool((new_x.ravel() == new_y).all())
    True
    """
    # TODO 17.6: how many orders does this generator draw?
    rng = np.random.default_rng(seed)
    return rng.permutation(x), rng.permutation(y)


# %% [markdown]
# ## Task 17.7 · A loss of 467 (2 points, about 4 minutes)
# Then 2.4 for ever after. The network is healthy, the loss fits, the labels are right.
# %%
def fix_g(model: keras.Model) -> keras.Model:
    """Compile the model with an optimiser that lets it learn, and return it.

    `model` is a network like `small_network()`, labels are whole numbers, the metrics are to
    contain an accuracy. The grader trains it for 12 epochs of 1,000 digits, in batches of 32, with
    the optimiser that you give it.

    >>> fix_g(small_network()).compiled
    True
    """
    # TODO 17.7: how far may the weights move for one batch?
    optimizer = keras.optimizers.Adam(learning_rate=1.0)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% [markdown]
# ## Task 17.8 · Too good to be true (2 points, about 4 minutes)
# Somebody tried this with labels thrown by a coin, and still got nine validation labels out of ten.
# %%
def fix_h(x: np.ndarray, y: np.ndarray, augment, seed: int = 0) -> tuple[tuple, tuple]:
    """Return ((x, y), (x_val, y_val)): augmented training pictures, and others to validate with.

    `x` holds N pictures, `y` their N labels, with N of 8 or more. `augment(x, y)` returns more
    pictures and their labels: the ones it was given and copies of them, moved a little. What is
    validated must not have been seen: no picture on one side may be a copy of a picture on the
    other. Every picture is on one of the two sides; how many are where is up to you. Training
    pictures are augmented, with their labels. Those to validate with may be, or not.

    >>> def augment(x, y):
    ...     return np.concatenate([x, x + 100]), np.concatenate([y, y])
    >>> (x, y), (x_val, y_val) = fix_h(np.arange(8.0).reshape(8, 1, 1, 1), np.arange(8), augment)
    >>> bool(set(y.tolist()) & set(y_val.tolist()))  # every label names a picture here
    False
    """
    # TODO 17.8: what is made first here, and what is it made of?
    x, y = augment(x, y)
    order = np.random.default_rng(seed).permutation(len(x))
    x, y = x[order], y[order]
    held = len(x) // 4
    return (x[held:], y[held:]), (x[:held], y[:held])


# %% [markdown]
# ## Task 17.9 · Brilliant in training, guessing in the test (2 points, about 4 minutes)
# After three epochs it knows 94 of 100 training pictures; of 100 test pictures, 14. The pictures
# are of the same kind. Trained for much longer, the same network is fine.
# %%
def fix_i() -> keras.Model:
    """Return a network for digits that is as good in the test after few steps as in training.

    It takes (8, 8, 1) and answers with the probabilities of ten classes: there is one softmax in
    it, at the very end. Nothing is compiled here; the grader trains it with Adam for three epochs
    of 1,000 digits, in batches of 32: less than 100 steps.

    >>> fix_i().output_shape
    (None, 10)
    """
    # TODO 17.9: which layer behaves differently in the test, and what does it use there?
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(4):
        model.add(keras.layers.Conv2D(16, 3, padding="same"))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.ReLU())
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% [markdown]
# ## Task 17.10 · Where are the parameters? (2 points, about 4 minutes)
# On paper this network has 5,130 parameters. `model.summary()` counts 650.
# %%
def fix_j() -> keras.Model:
    """Return this network, every layer of it.

    layer                                         shape
    input                                         (8, 8, 1)
    convolution, 16 filters 3 x 3, "same", ReLU   (8, 8, 16)
    convolution, 32 filters 3 x 3, "same", ReLU   (8, 8, 32)
    the maximum of each whole feature map         (32,)
    ten classes, softmax                          (10,)

    >>> fix_j().count_params()
    5130
    """
    # TODO 17.10: which tensor does each layer read?
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.Conv2D(32, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.GlobalMaxPooling2D()(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


# %% [markdown]
# ## Task 17.11 · Deeper, but no better (2 points, about 4 minutes)
# The loss stops early, even on the pictures for training: fewer than half of them are right. A
# third convolution, made like the two that are there, changes nothing.
# %%
def fix_k() -> keras.Model:
    """Return a network for letters that gets better by having more than one layer.

    It takes (20, 20, 1) and answers with the probabilities of ten classes: there is one softmax in
    it, at the very end. Nothing is compiled here; the grader trains it, for 6 epochs of 1,500
    letters that stand a little off the middle, with `loss="sparse_categorical_crossentropy"`.

    >>> fix_k().output_shape
    (None, 10)
    """
    # TODO 17.11: which of these layers do more than multiply and add?
    model = keras.Sequential([keras.Input((20, 20, 1))])
    model.add(keras.layers.Conv2D(12, 3, padding="same"))
    model.add(keras.layers.AveragePooling2D(2))
    model.add(keras.layers.Conv2D(24, 3, padding="same"))
    model.add(keras.layers.AveragePooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# %% [markdown]
# ## Play
# The first loss of a network that has learned nothing, on noise. What is it if x is times 255?
# %%
if __name__ == "__main__":
    x, y = np.random.default_rng(0).random((500, 8, 8, 1)), np.arange(500) % 10
    print(fix_c(small_network()).evaluate(x, y, verbose=0))
