# expect: 12.2 params -
import keras


def build_alexnet(input_size=227, two_gpus=False):
    L = keras.layers
    x = p = keras.Input((input_size, input_size, 3))
    if input_size == 224:
        x = L.ZeroPadding2D(((1, 2), (1, 2)))(x)
    if not two_gpus:
        x = L.MaxPooling2D(3, 2)(L.Conv2D(96, 11, strides=4, activation="relu")(x))
        x = L.MaxPooling2D(3, 2)(L.Conv2D(256, 5, padding="same", activation="relu")(x))
        x = L.Conv2D(384, 3, padding="same", activation="relu")(x)
        x = L.Conv2D(384, 3, padding="same", activation="relu")(x)
        x = L.Conv2D(256, 3, padding="same", activation="relu")(x)
    else:
        a = [
            L.MaxPooling2D(3, 2)(L.Conv2D(48, 11, strides=4, activation="relu")(x))
            for _ in range(2)
        ]
        a = [
            L.MaxPooling2D(3, 2)(L.Conv2D(128, 5, padding="same", activation="relu")(y)) for y in a
        ]
        c = L.Concatenate()(a)
        a = [L.Conv2D(192, 3, padding="same", activation="relu")(c) for y in a]
        a = [L.Conv2D(192, 3, padding="same", activation="relu")(y) for y in a]
        a = [L.Conv2D(128, 3, padding="same", activation="relu")(y) for y in a]
        x = L.Concatenate()(a)
    x = L.Flatten()(L.MaxPooling2D(3, 2)(x))
    x = L.Dense(4096, activation="relu")(x)
    x = L.Dense(4096, activation="relu")(x)
    return keras.Model(p, L.Dense(1000, activation="softmax")(x))
