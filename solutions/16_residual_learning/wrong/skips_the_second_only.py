# expect: 16.1 layers shortcut_elsewhere
import keras


def residual_block(x, filters, stride=1):
    x = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same")(x)  # x is no longer what came in
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
