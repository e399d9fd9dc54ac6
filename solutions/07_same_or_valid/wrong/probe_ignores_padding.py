# expect: 7.1 shapes padding_flipped
import keras


def build_probe(padding, strides, kernel):
    counter = keras.layers.Conv2D(
        1, kernel, strides=strides, use_bias=False, kernel_initializer="ones"
    )
    return keras.Sequential([keras.Input((None, None, 1)), counter])
