# expect: 7.1 params adds_bias
import keras


def build_probe(padding, strides, kernel):
    counter = keras.layers.Conv2D(
        1, kernel, strides=strides, padding=padding, kernel_initializer="ones"
    )
    return keras.Sequential([keras.Input((None, None, 1)), counter])
