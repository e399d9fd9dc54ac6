# Functional, a ReLU layer apart, the loss as an object, the validation taken out of hand.
import keras


def build_xo_cnn(filters=3, padding="valid"):
    picture = keras.Input(shape=(14, 14, 1), name="picture")
    x = picture
    for _ in range(2):
        x = keras.layers.Conv2D(filters, (3, 3), padding=padding)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D((2, 2), strides=2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(1)(x)
    return keras.Model(picture, keras.layers.Activation("sigmoid")(x))


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss=keras.losses.BinaryCrossentropy(),
        metrics=[keras.metrics.BinaryAccuracy()],
    )
    return model


def train(model, data):
    history = model.fit(*data[0], batch_size=16, epochs=12, validation_data=data[1])
    return history
