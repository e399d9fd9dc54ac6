# expect: 11.2 shapes input_off
import keras


def build_lenet5(input_size=32, padding="valid", classic=True):
    pool = keras.layers.AveragePooling2D if classic else keras.layers.MaxPooling2D
    activation = "tanh" if classic else "relu"
    return keras.Sequential(
        [
            keras.Input((input_size, input_size, 3)),
            keras.layers.Conv2D(6, 5, padding=padding, activation=activation),
            pool(2),
            keras.layers.Conv2D(16, 5, activation=activation),
            pool(2),
            keras.layers.Flatten(),
            keras.layers.Dense(120, activation=activation),
            keras.layers.Dense(84, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
