# expect: 8.2 shapes -
import keras


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        return keras.layers.GlobalMaxPooling2D()
    if kind == "max":
        return keras.layers.MaxPooling2D(size, strides, padding)
    return keras.layers.AveragePooling2D(size, strides, padding)
