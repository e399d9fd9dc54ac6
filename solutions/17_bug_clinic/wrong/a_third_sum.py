# expect: 17.11 accuracy activation_missing
import keras


def fix_k():
    model = keras.Sequential([keras.Input((20, 20, 1))])
    for filters in (12, 24, 24):
        model.add(keras.layers.Conv2D(filters, 3, padding="same"))
        model.add(keras.layers.AveragePooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model
