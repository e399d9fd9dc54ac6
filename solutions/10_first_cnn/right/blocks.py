# Nested blocks, dropout, compiled on the way already; RMSprop; a callback that may stop it early.
import keras


def build_xo_cnn(filters=3, padding="valid"):
    def block():
        return [
            keras.layers.Conv2D(filters, kernel_size=3, padding=padding, activation="relu"),
            keras.layers.MaxPooling2D(pool_size=2, padding="valid"),
        ]

    features = keras.Sequential([keras.Input((14, 14, 1)), *block(), *block()], name="features")
    head = [keras.layers.Flatten(), keras.layers.Dropout(0.05)]
    model = keras.Sequential([features, *head, keras.layers.Dense(units=1, activation="sigmoid")])
    model.compile("sgd", "mse")
    model.summary()
    return model


def compile_model(model):
    model.compile(keras.optimizers.RMSprop(3e-3), keras.losses.binary_crossentropy, None, ["acc"])
    return model


def train(model, data):
    training, validation = data
    patient = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
    return model.fit(
        training[0],
        training[1][:, None],
        batch_size=64,
        epochs=15,
        verbose=0,
        validation_data=validation,
        callbacks=[patient],
    )
