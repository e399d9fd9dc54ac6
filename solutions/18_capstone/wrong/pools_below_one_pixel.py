# expect: 18.2 design -
import keras


def build_model(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters in (8, 12, 16, 24):
        model.add(keras.layers.Conv2D(filters, 3, activation="relu"))
        model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model
