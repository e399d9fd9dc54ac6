# expect: 8.3 outputs divides_by_one_side
import keras


def avg_pool_as_conv(size, channels):
    weights = keras.initializers.Constant(1 / size)
    layer = keras.layers.DepthwiseConv2D(
        size, strides=size, use_bias=False, depthwise_initializer=weights
    )
    return keras.Sequential([keras.Input((None, None, channels)), layer])
