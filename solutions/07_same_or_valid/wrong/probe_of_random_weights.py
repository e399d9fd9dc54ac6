# expect: 7.1 outputs weights_left_to_chance
import keras


def build_probe(padding, strides, kernel):
    counter = keras.layers.Conv2D(1, kernel, strides=strides, padding=padding, use_bias=False)
    return keras.Sequential([keras.Input((None, None, 1)), counter])
