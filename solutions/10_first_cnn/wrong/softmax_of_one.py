# expect: 10.1 layers softmax_of_one
import keras


def build_xo_cnn(filters=3, padding="valid"):
    return keras.Sequential(
        [
            keras.Input((14, 14, 1)),
            keras.layers.Conv2D(filters, 3, padding=padding, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(filters, 3, padding=padding, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="softmax"),
        ]
    )
