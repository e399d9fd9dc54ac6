# No sigmoid: the loss knows of it. Compiled in place, nothing returned. No validation in fit.
import keras


def build_xo_cnn(filters=3, padding="valid"):
    model = keras.Sequential(name="xo")
    model.add(keras.layers.InputLayer(shape=(14, 14, 1)))
    model.add(keras.layers.Conv2D(filters, 3, 1, padding, activation=keras.activations.relu))
    model.add(keras.layers.MaxPool2D())
    model.add(keras.layers.Conv2D(filters, 3, 1, padding, activation=keras.activations.relu))
    model.add(keras.layers.MaxPool2D())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(1))
    return model


def compile_model(model):
    model.compile(
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        optimizer=keras.optimizers.SGD(0.1, momentum=0.9),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="acc")],
    )


def train(model, data):
    x, y = data[0]
    return model.fit(x=x, y=y, epochs=20, verbose=2)
