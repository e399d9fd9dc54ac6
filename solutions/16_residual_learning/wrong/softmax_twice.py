# expect: 16.3 values softmax_before_the_loss
import keras
import tensorflow as tf


def gradient_norm(model, x, y):
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(x))
        loss = tf.reduce_mean(losses)
    gradient = tape.gradient(loss, first.kernel)
    return float(tf.norm(gradient))
