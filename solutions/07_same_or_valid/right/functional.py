# Functional models, named layers, activations as layers of their own.
import keras


def build_probe(padding, strides, kernel):
    picture = keras.Input((None, None, 1), name="picture")
    ones = keras.initializers.Ones()
    counted = keras.layers.Convolution2D(
        filters=1,
        kernel_size=(kernel, kernel),
        strides=(strides, strides),
        padding=padding,
        kernel_initializer=ones,
        use_bias=False,
        name="counter",
    )(picture)
    return keras.Model(inputs=picture, outputs=counted, name="probe")


def build_border_model(padding):
    x = picture = keras.Input(shape=(10, 10, 1))
    x = keras.layers.Conv2D(8, (3, 3), (2, 2), padding, name="looks")(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(3)(x)
    return keras.Model(picture, keras.layers.Softmax()(x))
