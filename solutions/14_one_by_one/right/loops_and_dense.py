# A loop that looks for the limit; a Dense on the channel axis in place of 1 x 1 convolutions.
import keras


def bottleneck(x, squeeze, expand):
    x = keras.layers.Dense(squeeze, activation="relu")(x)
    return keras.layers.Conv2D(expand, (3, 3), padding="same", activation="relu")(x)


def break_even(cin, cout, k):
    m = 0
    while (m + 1) * cin + k**2 * (m + 1) * cout < k**2 * cin * cout:
        m += 1
    return m


def build_pixel_classifier(kernel_size):
    model = keras.Sequential([keras.Input((12, 12, 3))])
    for _ in range(2):
        if kernel_size == 1:
            model.add(keras.layers.Dense(16, activation="relu"))
        else:
            model.add(keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"))
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dense(3, activation="softmax"))
    return model
