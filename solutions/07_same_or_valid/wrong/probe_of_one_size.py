# expect: 7.1 shapes input_fixed
import keras


def build_probe(padding, strides, kernel):
    counter = keras.layers.Conv2D(
        1, kernel, strides=strides, padding=padding, use_bias=False, kernel_initializer="ones"
    )
    return keras.Sequential([keras.Input((28, 28, 1)), counter])
