# expect: 13.1 layers activation_missing
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        x = keras.layers.Conv2D(filters, 3, padding="same")(x)
    return keras.layers.MaxPooling2D(2)(x)
