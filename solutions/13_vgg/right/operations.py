# Operations and own padding in place of settings; the field is found by following two borders.
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        x = keras.layers.ZeroPadding2D(1)(x)
        x = keras.ops.relu(keras.layers.Conv2D(filters, 3)(x))
    return keras.layers.MaxPooling2D(2)(x)


def build_minivgg(width=32, batchnorm=False, classes=10):
    x = inputs = keras.Input((32, 32, 3))
    for filters in (width, 2 * width):
        for _ in range(2):
            x = keras.activations.relu(keras.layers.Conv2D(filters, 3, padding="same")(x))
            if batchnorm:
                x = keras.layers.BatchNormalization()(x)
        x = keras.layers.MaxPooling2D(2, padding="same")(x)
    x = keras.layers.Reshape((-1,))(x)
    x = keras.ops.relu(keras.layers.Dense(16 * width)(x))
    if batchnorm:
        x = keras.layers.BatchNormalization()(x)
    return keras.Model(inputs, keras.activations.softmax(keras.layers.Dense(classes)(x)))


def receptive_field(stack):
    first = last = 0  # of the cells that one unit looks at, level by level downwards
    for kernel, stride in stack[::-1]:
        first, last = first * stride, last * stride + kernel - 1
    return last - first + 1
