# expect: 8.2 shapes pool_unpadded
import keras


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        pool = keras.layers.GlobalMaxPooling2D()
    elif kind == "max":
        pool = keras.layers.MaxPooling2D(size, strides)
    else:
        pool = keras.layers.AveragePooling2D(size, strides)
    return keras.Sequential([keras.Input((None, None, 1)), pool])
