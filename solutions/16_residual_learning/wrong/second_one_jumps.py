# expect: 16.1 shapes stride_moved
import keras


def residual_block(x, filters, stride=1):
    y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")(y)
    if x.shape != y.shape:
        x = keras.layers.Conv2D(filters, 1, strides=stride)(x)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
