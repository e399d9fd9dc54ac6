# Other scales, other statistics, other optimisers; the network of 17.4 loses its softmax instead.
import keras
import numpy as np


def fix_a(images):
    return images / 127.5 - 1


def fix_b(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0) + 1e-7
    return (train - mean) / deviation, (test - mean) / deviation


def fix_c(model):
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile("sgd", loss, metrics=[keras.metrics.SparseCategoricalAccuracy()])


def fix_d(model):
    model.layers[-1].activation = keras.activations.linear
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss=loss, metrics=["accuracy"])
    return model


def fix_f(x, y, seed=0):
    pairs = list(zip(x, y))
    np.random.default_rng(seed).shuffle(pairs)
    return np.array([picture for picture, _ in pairs]), np.array([label for _, label in pairs])


def fix_g(model):
    optimizer = keras.optimizers.SGD(learning_rate=0.1, momentum=0.9)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def fix_i():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(4):
        model.add(keras.layers.Conv2D(16, 3, padding="same"))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


def fix_k():
    model = keras.Sequential([keras.Input((20, 20, 1))])
    model.add(keras.layers.Conv2D(12, 3, padding="same"))
    model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.Conv2D(24, 3, padding="same"))
    model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model
