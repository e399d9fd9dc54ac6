# Every setting spelled out, ReLU as a layer, Dropout, everything Functional, plain numbers.
import keras
from keras import layers


def vgg_block(x, filters, convs):
    for number in range(convs):
        x = layers.Conv2D(filters, (3, 3), (1, 1), "same", name=f"conv_{number}")(x)
        x = layers.ReLU()(x)
    return layers.MaxPool2D(pool_size=(2, 2), strides=(2, 2), padding="valid", name="pool")(x)


def build_vgg16(classes=1000):
    inputs = keras.Input(shape=(224, 224, 3), name="picture")
    x = inputs
    for filters in (64, 64, None, 128, 128, None, 256, 256, 256, None) + (512, 512, 512, None) * 2:
        if filters is None:
            x = layers.MaxPooling2D((2, 2), strides=2)(x)
        else:
            x = layers.Conv2D(filters, 3, padding="same")(x)
            x = layers.Activation("relu")(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    x = layers.Softmax()(layers.Dense(classes)(x))
    return keras.Model(inputs, x, name="vgg16")


def build_minivgg(width=32, batchnorm=False, classes=10):
    def norm(tensor):
        return layers.BatchNormalization(axis=-1)(tensor) if batchnorm else tensor

    inputs = keras.Input((32, 32, 3))
    x = norm(layers.Conv2D(width, (3, 3), padding="same", activation="relu")(inputs))
    x = norm(layers.Conv2D(width, (3, 3), padding="same", activation="relu")(x))
    x = layers.Dropout(0.25)(layers.MaxPooling2D()(x))
    x = norm(layers.Conv2D(width * 2, (3, 3), padding="same", activation="relu")(x))
    x = norm(layers.Conv2D(width * 2, (3, 3), padding="same", activation="relu")(x))
    x = layers.Dropout(0.25)(layers.MaxPooling2D()(x))
    x = norm(layers.Dense(width * 16, activation="relu")(layers.Flatten()(x)))
    x = layers.Dense(classes, activation="softmax")(layers.Dropout(0.5)(x))
    return keras.Model(inputs, x)


def receptive_field(stack):
    side = 1
    for kernel, stride in reversed(stack):
        side = (side - 1) * stride + kernel
    return side


def block_predictions():
    return {"dense": 33_610, "two": 8_688, "five": 9_624, "norm": 96, "trained": 48}
