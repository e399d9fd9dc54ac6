# expect: 13.1 layers adds_dilation
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        x = keras.layers.Conv2D(filters, 3, padding="same", dilation_rate=2, activation="relu")(x)
    return keras.layers.MaxPooling2D(2)(x)
