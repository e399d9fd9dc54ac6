# expect: 13.1 params one_layer_object
import keras


def vgg_block(x, filters, convs):
    conv = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")
    x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    for _ in range(convs - 1):
        x = conv(x)
    return keras.layers.MaxPooling2D(2)(x)
