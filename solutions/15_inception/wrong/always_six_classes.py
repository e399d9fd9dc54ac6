# expect: 15.3 design -
import keras


def build_mini_inception(classes=6):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(12, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(4)(x)
    x = inception_module(x, 8, 8, 16, 4, 8, 8)  # noqa: F821
    x = keras.layers.GlobalMaxPooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(6, activation="softmax")(x))
