# Loops and lists; a schedule in place of one learning rate; each channel standardised by itself.
import keras
import numpy as np


def fix_a(images):
    return (images.astype(np.float64) - 127.5) / 74.0


def fix_b(train, test):
    mean, deviation = (f(train, axis=(0, 1, 2), keepdims=True) for f in (np.mean, np.std))
    return [(part - mean) / deviation for part in (train, test)]


def fix_c(model):
    model.compile(
        optimizer=keras.optimizers.RMSprop(1e-3),
        loss=keras.losses.sparse_categorical_crossentropy,
        metrics=["acc"],
    )
    return model


def fix_f(x, y, seed=0):
    order = sorted(range(len(x)), key=lambda i: np.random.default_rng([seed, i]).random())
    return np.stack([x[i] for i in order]), [y[i] for i in order]


def fix_g(model):
    rate = keras.optimizers.schedules.ExponentialDecay(0.01, decay_steps=100, decay_rate=0.9)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=False)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    return model


def fix_h(x, y, augment, seed=0):
    order = np.random.default_rng(seed).permutation(len(x))
    validation, training = np.split(order, [2])
    return augment(x[training], y[training]), (x[validation], y[validation])
