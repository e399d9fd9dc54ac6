# fc6 as a convolution over the whole map, padding by layers of zeros; shapes instead of counts.
import keras
import numpy as np


def pad_for_224():
    return [[2, 1], [2, 1]]


def build_alexnet(input_size=227, two_gpus=False):
    layers = keras.layers
    model = keras.Sequential([keras.Input((input_size, input_size, 3))])
    if input_size == 224:
        model.add(layers.ZeroPadding2D(((2, 1), (2, 1))))
    model.add(layers.Conv2D(96, 11, strides=4, activation="relu"))
    model.add(layers.MaxPooling2D(3, 2))
    model.add(layers.ZeroPadding2D(2))
    model.add(layers.Conv2D(256, 5, groups=1 + two_gpus, activation="relu"))
    model.add(layers.MaxPooling2D(3, 2))
    for filters, groups in ((384, 1), (384, 1 + two_gpus), (256, 1 + two_gpus)):
        model.add(layers.ZeroPadding2D(1))
        model.add(layers.Conv2D(filters, 3, groups=groups, activation="relu"))
    model.add(layers.MaxPooling2D(3, 2))
    model.add(layers.Conv2D(4096, model.output_shape[1:3], activation="relu"))
    model.add(layers.Conv2D(4096, 1, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(1000, activation="softmax"))
    return model


def fc_share(model):
    def cells(weights):
        return sum(int(np.prod(weight.shape)) for weight in weights)

    dense = [cells(l.weights) for l in model.layers if isinstance(l, keras.layers.Dense)]
    return np.float64(sum(dense) / cells(model.weights))
