# expect: 8.2 shapes global_missing
import keras


def build_pool_model(kind, size, strides, padding):
    model = keras.Sequential([keras.Input((None, None, 1))])
    if kind == "max":
        model.add(keras.layers.MaxPooling2D(size, strides, padding))
    if kind == "avg":
        model.add(keras.layers.AveragePooling2D(size, strides, padding))
    return model
