# expect: 10.1 shapes -
import keras


def build_xo_cnn(filters=3, padding="valid"):
    model = keras.Sequential([keras.Input((14, 14, 1))])
    for _ in range(2):
        model.add(keras.layers.Conv2D(filters, 3, padding=padding, activation="relu"))
        model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(1, activation="sigmoid"))
