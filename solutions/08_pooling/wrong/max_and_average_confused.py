# expect: 8.2 layers average_for_max
import keras


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        pool = keras.layers.GlobalMaxPooling2D()
    elif kind == "avg":
        pool = keras.layers.MaxPooling2D(size, strides, padding)
    else:
        pool = keras.layers.AveragePooling2D(size, strides, padding)
    return keras.Sequential([keras.Input((None, None, 1)), pool])
