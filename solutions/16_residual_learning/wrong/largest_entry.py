# expect: 16.3 values largest_of_the_gradient
import keras
import numpy as np
import tensorflow as tf


def gradient_norm(model, x, y):
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x)))
    gradient = tape.gradient(loss, first.kernel)
    return float(np.abs(gradient).max())
