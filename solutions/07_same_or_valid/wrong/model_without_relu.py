# expect: 7.4 layers activation_missing
import keras


def build_border_model(padding):
    return keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            keras.layers.Conv2D(8, 3, strides=2, padding=padding),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
