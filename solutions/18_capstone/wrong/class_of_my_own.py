# expect: 18.2 design -
import keras


class Net(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.first = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
        self.pool = keras.layers.GlobalMaxPooling2D()
        self.head = keras.layers.Dense(classes, activation="softmax")

    def call(self, x):
        return self.head(self.pool(self.first(x)))


def build_model(input_shape, classes):
    return Net(classes)
