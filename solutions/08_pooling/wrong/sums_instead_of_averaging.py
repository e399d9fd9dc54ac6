# expect: 8.3 outputs sums_instead_of_averaging
import keras


def avg_pool_as_conv(size, channels):
    return keras.Sequential(
        [
            keras.Input((None, None, channels)),
            keras.layers.DepthwiseConv2D(
                size, strides=size, use_bias=False, depthwise_initializer="ones"
            ),
        ]
    )
