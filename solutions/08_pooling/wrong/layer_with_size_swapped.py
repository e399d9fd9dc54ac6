# expect: 8.2 shapes pool_size_swapped
import keras


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        pool = keras.layers.GlobalMaxPooling2D()
    else:
        if not isinstance(size, int):
            size = (size[1], size[0])  # width first
        strides = strides or size
        layers = {"max": keras.layers.MaxPooling2D, "avg": keras.layers.AveragePooling2D}
        pool = layers[kind](size, strides, padding)
    return keras.Sequential([keras.Input((None, None, 1)), pool])
