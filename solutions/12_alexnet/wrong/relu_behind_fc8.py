# expect: 12.2 layers relu_on_output
import keras


def build_alexnet(input_size=227, two_gpus=False):
    groups = 2 if two_gpus else 1
    layers = [
        keras.Input((input_size, input_size, 3)),
        keras.layers.Conv2D(96, 11, strides=4, activation="relu"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.Conv2D(256, 5, padding="same", groups=groups, activation="relu"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.Conv2D(384, 3, padding="same", activation="relu"),
        keras.layers.Conv2D(384, 3, padding="same", groups=groups, activation="relu"),
        keras.layers.Conv2D(256, 3, padding="same", groups=groups, activation="relu"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.Flatten(),
        keras.layers.Dense(4096, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(4096, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1000, activation="relu"),
    ]
    if input_size == 224:
        layers.insert(1, keras.layers.ZeroPadding2D(((1, 2), (1, 2))))
    return keras.Sequential(layers)
