# expect: 9.2 design -
import keras


def build_shift_proof_cnn(flatten=False):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Conv2D(32, 5, activation="relu"),
            keras.layers.Conv2D(24, 5, activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
