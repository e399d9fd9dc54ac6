# expect: 14.4 layers average_for_max
import keras


def build_pixel_classifier(kernel_size):
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"),
            keras.layers.Conv2D(16, kernel_size, padding="same", activation="relu"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
