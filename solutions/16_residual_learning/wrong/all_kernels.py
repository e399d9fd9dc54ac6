# expect: 16.3 values -
import keras
import tensorflow as tf


def gradient_norm(model, x, y):
    kernels = [layer.kernel for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x)))
    return float(tf.linalg.global_norm(tape.gradient(loss, kernels)))
