# expect: 9.2 design -
import keras


def build_shift_proof_cnn(flatten=False):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Flatten() if flatten else keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(100, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
