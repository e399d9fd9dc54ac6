# The zeros laid by a layer of their own; a pooling as large as the picture; the limit by counting.
import keras


def bottleneck(x, squeeze, expand):
    x = keras.layers.Conv2D(squeeze, 1, padding="same", activation="relu")(x)
    x = keras.layers.ZeroPadding2D(1)(x)
    return keras.layers.Conv2D(expand, 3, padding="valid", activation="relu")(x)


def break_even(cin, cout, k):
    area = k * k
    direct = area * cin * cout
    return max(m for m in range(cin + 1) if m * cin + area * m * cout < direct or m == 0)


def build_pixel_classifier(kernel_size):
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"),
            keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(12),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
