# expect: 7.4 shapes filters_and_kernel_swapped
import keras


def build_border_model(padding):
    return keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            keras.layers.Conv2D(3, 8, strides=2, padding=padding, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
