# expect: 9.2 design -
import keras


def build_shift_proof_cnn(flatten=False):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Conv2D(16, 3, padding="same", activation="softmax"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.Flatten() if flatten else keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
