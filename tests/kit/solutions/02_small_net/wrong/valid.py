# expect: 2.1 shapes forgets_same
import keras
from keras import layers


def build_net(filters):
    return keras.Sequential(
        [
            keras.Input((9, 7, 1)),
            layers.Conv2D(filters, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
