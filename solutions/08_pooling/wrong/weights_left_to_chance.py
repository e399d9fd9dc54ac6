# expect: 8.3 outputs weights_left_to_chance
import keras


def avg_pool_as_conv(size, channels):
    layer = keras.layers.DepthwiseConv2D(size, strides=size, use_bias=False)
    return keras.Sequential([keras.Input((None, None, channels)), layer])
