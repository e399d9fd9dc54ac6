# expect: 8.2 params conv_for_pool
import keras


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        layer = keras.layers.GlobalMaxPooling2D()
    else:
        layer = keras.layers.Conv2D(1, size, strides or size, padding)
    return keras.Sequential([keras.Input((None, None, 1)), layer])
