# expect: 8.3 outputs -
import keras


def avg_pool_as_conv(size, channels):
    return keras.Sequential(
        [keras.Input((None, None, channels)), keras.layers.AveragePooling2D(size)]
    )
