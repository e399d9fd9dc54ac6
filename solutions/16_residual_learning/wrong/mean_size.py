# expect: 16.3 values averages_the_gradient
import keras
import tensorflow as tf


def gradient_norm(model, x, y):
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x)))
    gradient = tape.gradient(loss, first.kernel)
    return float(tf.reduce_mean(tf.abs(gradient)))
