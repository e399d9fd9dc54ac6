# expect: 16.4 layers shortcut_missing
# ruff: noqa: F821
import keras


def build_resnet20(shortcut="A"):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.ReLU()(conv_bn(inputs, 16))
    for i in range(9):
        filters, stride = 16 * 2 ** (i // 3), 2 if i in (3, 6) else 1
        y = conv_bn(keras.layers.ReLU()(conv_bn(x, filters, stride)), filters)
        x = keras.layers.ReLU()(y)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
