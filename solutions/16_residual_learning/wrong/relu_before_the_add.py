# expect: 16.1 layers relu_before_add
import keras


def residual_block(x, filters, stride=1):
    y = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
    if x.shape != y.shape:
        x = keras.layers.Conv2D(filters, 1, strides=stride)(x)
    return keras.layers.Add()([y, x])
