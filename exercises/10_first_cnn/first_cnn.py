# %% [markdown]
# # Exercise 10 · Your first CNN: X or O
# In exercise 02 you chose the patterns yourself. From here on the network finds its own: you say
# how many there are and how large, a loss says how wrong the answers are, and training does the
# rest. Three functions are all it takes: build, compile, train.
# README.md has the figure, with filters that such a training has found.

# %%
import sys

import keras
import numpy as np

Pictures = tuple[np.ndarray, np.ndarray]


# %% [markdown]
# ## Task 10.1 · Build (5 points, about 12 minutes)
# Before you write a layer, write down the shape behind it, and how many numbers it learns.
# %%
def build_xo_cnn(filters: int = 3, padding: str = "valid") -> keras.Model:
    """Return a small convolutional network that tells an X from an O.

    layer                                               by default
    input                                               (14, 14, 1)
    convolution, `filters` filters 3 x 3, ReLU          (12, 12, 3)
    max pooling 2 x 2                                   (6, 6, 3)
    convolution, `filters` filters 3 x 3, ReLU          (4, 4, 3)
    max pooling 2 x 2                                   (2, 2, 3)
    everything in one row                               (12,)
    one number: how likely this is an X, sigmoid        (1,)

    `padding` ("valid" or "same") is for both convolutions; the poolings have none. The sigmoid may
    be left out; then the loss of 10.2 has to know. Nothing is trained here.

    >>> build_xo_cnn().count_params()
    127
    >>> build_xo_cnn(padding="same").count_params()
    142
    """
    # TODO 10.1: an input and six layers. Which need `filters`, which `padding`?
    raise NotImplementedError("10.1")


# %% [markdown]
# ## Task 10.2 · Compile (2 points, about 6 minutes)
# How wrong is an answer of 0.8, and who turns the screws? Your network of 10.1 is handed over.
# %%
def compile_model(model: keras.Model) -> keras.Model:
    """Compile a network that `build_xo_cnn` has built, and return it.

    A label is one number: 1.0 for an X, 0.0 for an O. The loss is cross-entropy and fits these
    labels and the last layer of the network. The optimiser is any of Keras's with a learning rate
    from 0.0001 to 0.2 (many have such a one by default). The metrics hold an accuracy.

    >>> compile_model(build_xo_cnn()).compiled
    True
    """
    # TODO 10.2: an optimiser, a loss, a list of metrics. Which loss takes 0.0 and 1.0?
    raise NotImplementedError("10.2")


# %% [markdown]
# ## Task 10.3 · Train (3 points, about 6 minutes)
# The grader hands over a compiled network and 1,000 pictures, and asks it about new pictures
# afterwards.
# %%
def train(model: keras.Model, data: tuple[Pictures, Pictures]) -> keras.callbacks.History:
    """Train a compiled network and return what Keras tells about each epoch.

    `data` is ((x, y), (x_val, y_val)): pictures (N, 14, 14, 1) in 0..1 and labels (N,), 1.0 for an
    X and 0.0 for an O. It learns from x and y for 10 epochs or more, and is watched on the pictures
    for validation, which it does not learn from. The result is the History that `fit` returns.
    `verbose=0` keeps Keras silent.

    >>> pictures, labels = np.zeros((4, 14, 14, 1)), np.array([0.0, 1.0, 0.0, 1.0])
    >>> data = ((pictures, labels), (pictures, labels))
    >>> history = train(compile_model(build_xo_cnn()), data)
    >>> len(history.epoch) >= 10
    True
    """
    # TODO 10.3: what does the network learn from, what is it watched on, for how long?
    raise NotImplementedError("10.3")


# %% [markdown]
# ## Play
# Run this in the folder of the kit, twice. How do the three filters look: `model.get_weights()[0]`?
# %%
if __name__ == "__main__":
    sys.path.append(".")
    from data import xo

    model = compile_model(build_xo_cnn())
    history = train(model, (xo.load(1000, seed=1), xo.load(200, seed=2)))
    print([round(share, 2) for share in history.history["val_accuracy"]])
