# expect: 18.2 design -
import keras


def build_model(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    model.add(keras.layers.Conv2D(16, 3, activation="relu"))
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dense(classes, activation="softmax"))
