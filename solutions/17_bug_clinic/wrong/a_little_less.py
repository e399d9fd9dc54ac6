# expect: 17.9 accuracy stale_statistics
import keras


def fix_i():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(4):
        model.add(keras.layers.Conv2D(16, 3, padding="same"))
        model.add(keras.layers.BatchNormalization(momentum=0.98))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model
