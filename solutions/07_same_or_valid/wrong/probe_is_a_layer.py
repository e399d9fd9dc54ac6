# expect: 7.1 shapes -
import keras


def build_probe(padding, strides, kernel):
    return keras.layers.Conv2D(
        1, kernel, strides=strides, padding=padding, use_bias=False, kernel_initializer="ones"
    )
