# expect: 13.1 layers average_for_max
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return keras.layers.AveragePooling2D(2)(x)
