# expect: 16.2 layers repeats_off
# ruff: noqa: F821
import keras


def build_deep_net(depth, skip):
    inputs = keras.Input((8, 8, 1))
    first = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    for _ in range(depth // 2):
        if skip:
            x = residual_block(first, 16)
        else:
            x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(first)
            x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
