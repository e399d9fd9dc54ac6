# expect: 13.1 params layer_missing
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return keras.layers.MaxPooling2D(2)(y)
