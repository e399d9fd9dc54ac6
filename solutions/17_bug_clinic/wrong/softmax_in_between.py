# expect: 17.11 design -
import keras


def fix_k():
    model = keras.Sequential([keras.Input((20, 20, 1))])
    model.add(keras.layers.Conv2D(12, 3, padding="same", activation="softmax"))
    model.add(keras.layers.AveragePooling2D(2))
    model.add(keras.layers.Conv2D(24, 3, padding="same", activation="softmax"))
    model.add(keras.layers.AveragePooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model
