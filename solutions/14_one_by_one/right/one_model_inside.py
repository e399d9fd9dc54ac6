# The two layers as a small model that is called; the limit with NumPy; a named network.
import keras
import numpy as np

PREDICTION = {"colour": np.float64(0.9), "arrangement": 0}


def bottleneck(x, squeeze, expand):
    both = keras.Sequential(
        [
            keras.layers.Conv2D(filters=squeeze, kernel_size=(1, 1), activation="relu"),
            keras.layers.Conv2D(filters=expand, kernel_size=(3, 3), padding="same"),
            keras.layers.Activation("relu"),
        ]
    )
    return both(x)


def break_even(cin, cout, k):
    m = np.arange(cin * k * k * cout + 1)
    return (m * (cin + k * k * cout) < k * k * cin * cout).sum() - 1


def build_pixel_classifier(kernel_size):
    features = keras.Sequential(name="features")
    features.add(keras.Input((12, 12, 3)))
    features.add(keras.layers.Conv2D(16, kernel_size, 1, "same", activation="relu", name="first"))
    features.add(keras.layers.Conv2D(16, kernel_size, 1, "same", activation="relu", name="second"))
    head = [keras.layers.GlobalMaxPool2D(), keras.layers.Dense(3, activation="softmax")]
    return keras.Sequential([keras.Input((12, 12, 3)), features, *head])
