# `add`, activations as layers of their own, dropout, and a model that comes back compiled.
import keras
import numpy as np
from keras.layers import (
    Activation,
    AveragePooling2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
    ReLU,
    Softmax,
)


def lenet_predictions():
    shapes = {
        "C1": [(5, 5, 1, 6), (6,)],
        "C3": [(5, 5, 6, 16), (16,)],
        "C5": [(400, 120), (120,)],
        "F6": [(120, 84), (84,)],
        "output": [(84, 10), (10,)],
    }
    learned = {key: sum(np.prod(s) for s in of_layer) for key, of_layer in shapes.items()}
    total = np.sum(list(learned.values()))
    answer = {key: learned[key] for key in ("C1", "C3", "C5")}
    return {**answer, "S2": 0.0, "total": total, "flat": np.prod((4, 6, 16))}


def build_lenet5(input_size=32, padding="valid", classic=True):
    model = keras.models.Sequential(name="lenet")
    model.add(keras.Input((input_size, input_size, 1)))
    for filters, border in ((6, padding), (16, "valid")):
        model.add(Conv2D(filters, kernel_size=5, padding=border))
        model.add(Activation("tanh") if classic else ReLU())
        model.add(AveragePooling2D(2) if classic else MaxPooling2D())
    model.add(Flatten())
    for units in (120, 84):
        model.add(Dense(units))
        model.add(Activation("tanh") if classic else ReLU())
    model.add(Dropout(0.2))
    model.add(Dense(10))
    model.add(Softmax())
    model.compile(loss="sparse_categorical_crossentropy")
    return model
