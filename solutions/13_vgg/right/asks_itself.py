# Tasks call tasks; VGG's dense layers are convolutions; the field is counted pixel by pixel.
import keras


def vgg_block(x, filters, convs):
    if convs == 0:
        return keras.layers.MaxPooling2D(2)(x)
    conv = keras.layers.Conv2D(filters, 3, padding="same", activation=keras.activations.relu)
    return vgg_block(conv(x), filters, convs - 1)


def build_vgg16(classes=1000):
    inputs = keras.Input((224, 224, 3))
    x = inputs
    for filters, convs in {64: 2, 128: 2, 256: 3, 512: 3}.items():
        x = vgg_block(x, filters, convs)
    x = vgg_block(x, 512, 3)
    x = keras.layers.Conv2D(4096, 7, activation="relu")(x)
    x = keras.layers.Conv2D(4096, 1, activation="relu")(x)
    x = keras.layers.Flatten()(keras.layers.Conv2D(classes, 1)(x))
    return keras.Model(inputs, keras.layers.Softmax()(x))


def build_minivgg(width=32, batchnorm=False, classes=10):
    inputs = keras.Input((32, 32, 3))
    if not batchnorm:
        x = vgg_block(vgg_block(inputs, width, 2), 2 * width, 2)
        x = keras.layers.Dense(16 * width, activation="relu")(keras.layers.Flatten()(x))
        return keras.Model(inputs, keras.layers.Dense(classes, activation="softmax")(x))
    parts = []
    for filters in (width, 2 * width):
        for _ in range(2):
            parts.append(keras.layers.Conv2D(filters, 3, padding="same", activation="relu"))
            parts.append(keras.layers.BatchNormalization())
        parts.append(keras.layers.MaxPooling2D(2))
    parts += [keras.layers.Flatten(), keras.layers.Dense(16 * width, activation="relu")]
    parts += [keras.layers.BatchNormalization(), keras.layers.Dense(classes, "softmax")]
    x = inputs
    for part in parts:
        x = part(x)
    return keras.Model(inputs, x)


def receptive_field(stack):
    cells = {0}
    for kernel, stride in reversed(stack):
        cells = {cell * stride + i for cell in cells for i in (0, kernel - 1)}
    return float(max(cells) + 1)


def block_predictions():
    small, large, dense = 3 * 3 + 0, 5 * 5, 14 * 10 * 24
    return dict(
        two=24 * (small * (16 + 24) + 2),
        five=24 * (large * 16 + 1),
        norm=96.0,
        trained=48,
        dense=10 * dense + 10,
    )
