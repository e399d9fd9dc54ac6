# expect: 16.2 layers one_layer_object
# ruff: noqa: F821
import keras


def build_deep_net(depth, skip):
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    one = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
    two = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
    for _ in range(depth // 2):
        x = residual_block(x, 16) if skip else two(one(x))  # the same two layers each time
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
