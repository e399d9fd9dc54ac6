# Zeros from keras.ops, poolings in a loop, dropout everywhere; more zeros than needed.
import keras


def pad_for_224():
    return (3, 2)


def build_alexnet(input_size=227, two_gpus=False):
    x = picture = keras.Input((input_size, input_size, 3))
    if input_size == 224:
        x = keras.ops.pad(x, ((0, 0), (1, 2), (1, 2), (0, 0)))
    plan = [
        (96, 11, 4, "valid", False, True),
        (256, 5, 1, "same", True, True),
        (384, 3, 1, "same", False, False),
        (384, 3, 1, "same", True, False),
        (256, 3, 1, "same", True, True),
    ]
    for filters, kernel, strides, padding, split, pooled in plan:
        x = keras.layers.Conv2D(
            filters,
            kernel,
            strides=strides,
            padding=padding,
            groups=2 if split and two_gpus else 1,
            activation=keras.activations.relu,
        )(x)
        if pooled:
            x = keras.layers.MaxPooling2D(3, strides=2)(x)
    x = keras.layers.Flatten()(x)
    for units in (4096, 4096):
        x = keras.layers.Dropout(0.3)(x)
        x = keras.ops.relu(keras.layers.Dense(units)(x))
    x = keras.ops.softmax(keras.layers.Dense(1000)(x))
    return keras.Model(picture, x)


def fc_share(model):
    others = [layer for layer in model.layers if not isinstance(layer, keras.layers.Dense)]
    return 1 - sum(layer.count_params() for layer in others) / model.count_params()
