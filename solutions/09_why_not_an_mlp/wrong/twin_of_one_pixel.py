# expect: 9.2 accuracy -
import keras


def build_shift_proof_cnn(flatten=False):
    layers = []
    for filters in (16, 24, 24, 24):
        layers.append(keras.layers.Conv2D(filters, 3, padding="same", activation="relu"))
        layers.append(keras.layers.MaxPooling2D())
    layers.append(keras.layers.Flatten() if flatten else keras.layers.GlobalMaxPooling2D())
    head = keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input((20, 20, 1)), *layers, head])
