# expect: 16.2 layers activation_missing
import keras


def build_deep_net(depth, skip):
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    for _ in range(depth // 2):
        if skip:
            y = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
            y = keras.layers.Conv2D(16, 3, padding="same")(y)
            x = keras.layers.Add()([x, y])
        else:
            x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
            x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
