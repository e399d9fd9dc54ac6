# expect: 13.1 params kernel_off
import keras


def vgg_block(x, filters, convs):
    for _ in range(convs):
        x = keras.layers.Conv2D(filters, 5, padding="same", activation="relu")(x)
    return keras.layers.MaxPooling2D(2)(x)
