# The Functional API, named layers, tuples for kernels and strides; numbers typed in.
import keras


def lenet_predictions():
    return {"C1": 156, "S2": 0, "C3": 2416, "C5": 48120, "total": 61706, "flat": 384}


def build_lenet5(input_size=32, padding="valid", classic=True):
    layers = keras.layers
    act = keras.activations.tanh if classic else keras.activations.relu
    picture = keras.Input(shape=(input_size, input_size, 1), name="picture")
    x = layers.Conv2D(6, (5, 5), (1, 1), padding, activation=act, name="C1")(picture)
    if classic:
        x = layers.AveragePooling2D((2, 2), strides=(2, 2), name="S2")(x)
    else:
        x = layers.MaxPool2D((2, 2), strides=(2, 2), name="S2")(x)
    x = layers.Conv2D(16, (5, 5), padding="valid", activation=act, name="C3")(x)
    if classic:
        x = layers.AvgPool2D((2, 2), name="S4")(x)
    else:
        x = layers.MaxPool2D((2, 2), name="S4")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(120, act, name="C5")(x)
    x = layers.Dense(84, act, name="F6")(x)
    return keras.Model(picture, layers.Dense(10, "softmax", name="digits")(x))
