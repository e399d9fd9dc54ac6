# expect: 13.1 shapes padding_flipped
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        x = keras.layers.Conv2D(filters, 3, activation="relu")(x)
    return keras.layers.MaxPooling2D(2)(x)
