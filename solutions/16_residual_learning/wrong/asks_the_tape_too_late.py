# expect: 16.3 values -
import keras
import tensorflow as tf


def gradient_norm(model, x, y):
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    answers = model(x)  # before anybody writes it down
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, answers))
    gradient = tape.gradient(loss, first.kernel)
    return float(tf.norm(gradient))
