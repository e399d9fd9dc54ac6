# Keras does the pooling, too; a bias of zeros; strides that are spelled out.
import keras
import numpy as np


def max_pool2d(x, size, strides=None, padding="valid"):
    return keras.layers.MaxPooling2D(size, strides, padding)(x[None].astype("float32"))[0]


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        layers = [keras.layers.GlobalMaxPooling2D(keepdims=False)]
    elif kind == "avg":
        layers = [keras.layers.AveragePooling2D(size, strides or size, padding)]
    else:
        layers = [keras.layers.MaxPooling2D(size, strides or size, padding)]
    return keras.Sequential([keras.Input((None, None, 1)), *layers])


def avg_pool_as_conv(size, channels):
    layer = keras.layers.DepthwiseConv2D((size, size), strides=(size, size), padding="valid")
    model = keras.Sequential([keras.Input((None, None, channels)), layer])
    layer.set_weights([np.ones((size, size, channels, 1)) / size**2, np.zeros(channels)])
    return model


def shift_change(model, x, d):
    moved = np.concatenate([np.zeros_like(x[:, :, :d]), x[:, :, :-d]], axis=2)
    before, after = (keras.ops.ravel(model(picture)) for picture in (x, moved))
    return float(keras.ops.norm(after - before) / keras.ops.norm(before))
