# expect: 7.1 shapes zeros_extra
# The ring of zeros fits kernels of 3 only; nor does it leave "valid" alone.
import keras


def build_probe(padding, strides, kernel):
    counter = keras.layers.Conv2D(
        1, kernel, strides=strides, use_bias=False, kernel_initializer="ones"
    )
    return keras.Sequential([keras.Input((None, None, 1)), keras.layers.ZeroPadding2D(1), counter])
