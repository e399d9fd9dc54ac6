# expect: 13.3 layers batchnorm_misplaced
import keras


def build_minivgg(width=32, batchnorm=False, classes=10):
    layers = [keras.Input((32, 32, 3))]
    for filters in (width, 2 * width):
        for _ in range(2):
            if batchnorm:
                layers.append(keras.layers.Conv2D(filters, 3, padding="same"))
                layers.append(keras.layers.BatchNormalization())
                layers.append(keras.layers.ReLU())
            else:
                layers.append(keras.layers.Conv2D(filters, 3, padding="same", activation="relu"))
        layers.append(keras.layers.MaxPooling2D(2))
    layers.append(keras.layers.Flatten())
    layers.append(keras.layers.Dense(16 * width, activation="relu"))
    if batchnorm:
        layers.append(keras.layers.BatchNormalization())
    return keras.Sequential([*layers, keras.layers.Dense(classes, activation="softmax")])
