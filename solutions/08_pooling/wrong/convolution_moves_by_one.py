# expect: 8.3 outputs convolution_stride_one
import keras


def avg_pool_as_conv(size, channels):
    weights = keras.initializers.Constant(1 / size**2)
    layer = keras.layers.DepthwiseConv2D(size, use_bias=False, depthwise_initializer=weights)
    return keras.Sequential([keras.Input((None, None, channels)), layer])
