# expect: 9.2 design -
import keras


def build_shift_proof_cnn(flatten=False):
    if flatten:
        layers = [keras.layers.Flatten(), keras.layers.Dense(64, activation="relu")]
    else:
        layers = [
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
        ]
    head = keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input((20, 20, 1)), *layers, head])
