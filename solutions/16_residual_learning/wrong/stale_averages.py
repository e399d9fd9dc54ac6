# expect: 16.4 layers stale_averages
import keras


def conv_bn(x, filters, stride=1):
    convolution = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)
    return keras.layers.BatchNormalization()(convolution(x))


def build_resnet20(shortcut="A"):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.ReLU()(conv_bn(inputs, 16))
    for i in range(9):
        filters, stride = 16 * 2 ** (i // 3), 2 if i in (3, 6) else 1
        y = conv_bn(keras.layers.ReLU()(conv_bn(x, filters, stride)), filters)
        if stride == 2 and shortcut == "A":
            x = keras.ops.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, filters // 2)))
        elif stride == 2:
            x = keras.layers.Conv2D(filters, 1, strides=2, use_bias=False)(x)
        x = keras.layers.ReLU()(keras.layers.Add()([y, x]))
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
