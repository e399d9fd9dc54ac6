# The Functional API, layers for activations, no dropout, two zeros on every side.
import keras


def pad_for_224():
    return 2


def build_alexnet(input_size=227, two_gpus=False):
    def conv(x, filters, kernel, strides=1, groups=1, padding="same"):
        layer = keras.layers.Conv2D(
            filters, (kernel, kernel), (strides, strides), padding=padding, groups=groups
        )
        return keras.layers.ReLU()(layer(x))

    def pool(x):
        return keras.layers.MaxPool2D(pool_size=(3, 3), strides=(2, 2))(x)

    split = 2 if two_gpus else 1
    picture = keras.Input(shape=(input_size, input_size, 3))
    x = keras.layers.ZeroPadding2D(pad_for_224())(picture) if input_size == 224 else picture
    x = pool(conv(x, 96, 11, strides=4, padding="valid"))
    x = pool(conv(x, 256, 5, groups=split))
    x = conv(x, 384, 3)
    x = conv(x, 384, 3, groups=split)
    x = pool(conv(x, 256, 3, groups=split))
    x = keras.layers.Flatten()(x)
    for _ in range(2):
        x = keras.layers.Activation("relu")(keras.layers.Dense(4096)(x))
    x = keras.layers.Dense(1000)(x)
    return keras.Model(picture, keras.layers.Softmax()(x))


def fc_share(model):
    fully_connected, everything = 0, 0
    for layer in model.layers:
        everything += layer.count_params()
        if layer.__class__.__name__ == "Dense":
            fully_connected += layer.count_params()
    return fully_connected / everything
