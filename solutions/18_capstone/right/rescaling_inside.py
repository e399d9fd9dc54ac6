# Bytes go in as they are; the network begins with Rescaling, and shows its raw scores to Softmax.
import keras

PREPROCESS = None


def build_model(input_shape, classes):
    inputs = keras.Input(shape=input_shape, name="bytes")
    x = keras.layers.Rescaling(1 / 255)(inputs)
    for filters in (12, 24, 32):
        x = keras.layers.Conv2D(filters, 3, padding="same")(x)
        x = keras.layers.ReLU()(x)
        if filters < 32:
            x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(keras.layers.GlobalMaxPool2D(keepdims=True)(x))
    x = keras.layers.Dense(classes)(keras.layers.Dropout(0.1)(x))
    return keras.Model(inputs, keras.layers.Softmax()(x))
