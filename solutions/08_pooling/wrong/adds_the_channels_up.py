# expect: 8.3 outputs mixes_channels
import keras
import numpy as np


def avg_pool_as_conv(size, channels):
    layer = keras.layers.Conv2D(channels, size, strides=size, use_bias=False)
    model = keras.Sequential([keras.Input((None, None, channels)), layer])
    layer.set_weights([np.full((size, size, channels, channels), 1 / size**2)])
    return model
