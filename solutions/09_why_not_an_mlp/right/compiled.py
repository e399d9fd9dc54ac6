# Compiled and summarised, which does no harm; a pooling of strokes, then of everything; dropout.
import keras


def build_mlp(units):
    model = keras.Sequential(name="mlp")
    model.add(keras.layers.InputLayer(shape=(20, 20, 1)))
    model.add(keras.layers.Flatten(name="row"))
    model.add(keras.layers.Dense(units=units, activation=keras.activations.relu, name="hidden"))
    model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(units=10, activation=keras.activations.softmax))
    model.compile("adam", "sparse_categorical_crossentropy")
    model.summary()
    return model


def build_shift_proof_cnn(flatten=False):
    model = keras.Sequential([keras.Input((20, 20, 1))])
    for filters in (12, 24, 32):
        model.add(keras.layers.Conv2D(filters, 3, padding="same"))
        model.add(keras.layers.ReLU())
        if filters < 24:
            model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Flatten() if flatten else keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dropout(0.1))
    model.add(keras.layers.Dense(10))
    model.add(keras.layers.Activation("softmax"))
    return model
