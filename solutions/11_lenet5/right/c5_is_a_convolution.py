# As in the paper C5 is a convolution over the whole map; C1 is padded by a layer of its own.
import keras


def build_lenet5(input_size=32, padding="valid", classic=True):
    act, pooling = ("tanh", "AveragePooling2D") if classic else ("relu", "MaxPooling2D")
    pool = getattr(keras.layers, pooling)
    x = picture = keras.Input((input_size, input_size, 1))
    if padding == "same":
        x = keras.layers.ZeroPadding2D(2)(x)
    x = keras.layers.Conv2D(6, 5, activation=act)(x)
    x = keras.layers.Conv2D(16, 5, activation=act)(pool(2)(x))
    x = pool(2)(x)
    x = keras.layers.Conv2D(120, x.shape[1:3], activation=act)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(84, activation=act)(x)
    return keras.Model(picture, keras.layers.Dense(10, activation="softmax")(x))
