# Every step a layer with a name; own helpers; the loss written out by hand.
import keras
import numpy as np
import tensorflow as tf

ANSWER = bool(0)


def residual_block(x, filters, stride=1):
    long_way = keras.layers.Conv2D(filters, kernel_size=3, strides=stride, padding="same")(x)
    long_way = keras.layers.Activation("relu")(long_way)
    long_way = keras.layers.Conv2D(filters, kernel_size=3, strides=1, padding="same")(long_way)
    short_way = x
    if tuple(x.shape) != tuple(long_way.shape):
        projection = keras.layers.Conv2D(filters, kernel_size=1, strides=stride, activation=None)
        short_way = projection(x)
    total = keras.layers.Add()([short_way, long_way])
    return keras.layers.Activation("relu")(total)


def build_deep_net(depth, skip):
    net_in = keras.layers.Input(shape=(8, 8, 1), name="picture")
    x = keras.layers.Conv2D(16, 3, padding="same", name="stem")(net_in)
    x = keras.layers.ReLU(name="stem_relu")(x)
    convolutions = 1
    while convolutions < depth:
        if skip:
            x = residual_block(x, filters=16, stride=1)
        else:
            for _ in range(2):
                x = keras.layers.ReLU()(keras.layers.Conv2D(16, 3, padding="same")(x))
        convolutions += 2
    x = keras.layers.GlobalAvgPool2D(name="mean")(x)
    x = keras.layers.Dense(10, name="scores")(x)
    return keras.Model(net_in, keras.layers.Softmax(name="classes")(x), name="deep")


def gradient_norm(model, x, y):
    for layer in model.layers:
        if layer.__class__.__name__ == "Conv2D":
            break
    y = tf.convert_to_tensor(y)
    with tf.GradientTape(persistent=True) as tape:
        probabilities = model(x, training=False)
        right = tf.gather(probabilities, y, batch_dims=1)
        loss = -tf.reduce_sum(tf.math.log(right)) / len(y)
    gradient = tape.gradient(loss, layer.trainable_weights[0])
    return np.linalg.norm(gradient.numpy().ravel())


def resnet_block(x, filters, stride, shortcut):
    y = keras.layers.Conv2D(filters, 3, stride, "same", use_bias=False)(x)
    y = keras.layers.BatchNormalization(momentum=0.9)(y)
    y = keras.layers.ReLU()(y)
    y = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = keras.layers.BatchNormalization(momentum=0.9)(y)
    if stride > 1:
        if shortcut == "A":
            x = keras.layers.MaxPooling2D(pool_size=1, strides=2)(x)
            x = keras.ops.pad(x, ((0, 0), (0, 0), (0, 0), (0, x.shape[-1])))
        else:
            x = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.Add()([x, y]))


def build_resnet20(shortcut="A"):
    net_in = keras.Input((32, 32, 3), name="picture")
    x = keras.layers.Conv2D(16, 3, padding="same", use_bias=False, name="conv1")(net_in)
    x = keras.layers.BatchNormalization(momentum=0.9, name="bn1")(x)
    x = keras.layers.ReLU()(x)
    for filters in (16, 32, 64):
        for number in range(3):
            stride = 2 if filters > 16 and number == 0 else 1
            x = resnet_block(x, filters, stride, shortcut)
    x = keras.layers.GlobalAveragePooling2D()(x)
    x = keras.layers.Dense(10)(x)
    return keras.Model(net_in, keras.layers.Softmax()(x), name="resnet20")
