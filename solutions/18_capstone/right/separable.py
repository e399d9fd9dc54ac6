# Separable convolutions; a Keras layer prepares the pixels, from -1 to 1.
import keras
from keras import layers

PREPROCESS = layers.Rescaling(1 / 127.5, offset=-1)


def build_model(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    model.add(layers.Conv2D(16, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.SeparableConv2D(32, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.SeparableConv2D(64, 3, padding="same", activation="relu"))
    model.add(layers.GlobalMaxPooling2D())
    model.add(layers.Dense(classes, "softmax"))
    return model
