# keras.ops in place of layers; a schedule for the learning rate; validation_split from the whole.
import keras


def build_xo_cnn(filters=3, padding="valid"):
    inputs = keras.Input((14, 14, 1))
    x = keras.ops.relu(keras.layers.Conv2D(filters, 3, padding=padding, name="first")(inputs))
    x = keras.ops.max_pool(x, 2)
    x = keras.activations.relu(keras.layers.Conv2D(filters, 3, padding=padding, name="second")(x))
    x = keras.layers.MaxPooling2D(strides=(2, 2))(x)
    x = keras.layers.Flatten(name="row")(x)
    return keras.Model(inputs, keras.ops.sigmoid(keras.layers.Dense(1)(x)))


def compile_model(model):
    rate = keras.optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)
    model.compile(
        keras.optimizers.Nadam(rate), "bce", metrics=["binary_accuracy", keras.metrics.AUC()]
    )
    return model


def train(model, data):
    (x, y), _ = data
    return model.fit(x, y, validation_split=0.1, epochs=10, verbose=0, shuffle=True)
