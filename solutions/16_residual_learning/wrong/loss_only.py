# expect: 16.3 values loss_for_gradient
import keras


def gradient_norm(model, x, y):
    return float(keras.ops.mean(keras.losses.sparse_categorical_crossentropy(y, model(x))))
