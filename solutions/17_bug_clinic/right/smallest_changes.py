# What is changed is as little as possible: the generator starts anew, the model is compiled again.
import keras
import numpy as np


def fix_a(images):
    batch = images.astype("float32")
    batch /= 255
    return batch


def fix_b(train, test):
    new_train = (train - train.mean()) / train.std()
    new_test = (test - train.mean()) / train.std()
    return new_train, new_test


def fix_f(x, y, seed=0):
    both = [np.random.default_rng(seed).permutation(len(part)) for part in (x, y)]
    return x[both[0]], y[both[1]]


def fix_g(model):
    optimizer = keras.optimizers.Adam(learning_rate=1.0)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = 1e-3
    return model


def fix_h(x, y, augment, seed=0):
    held = len(x) // 4
    training = augment(x[held:], y[held:])
    order = np.random.default_rng(seed).permutation(len(training[0]))
    return (training[0][order], training[1][order]), (x[:held], y[:held])
