# expect: 10.2 compiled rate_too_low
import keras


def compile_model(model):
    optimizer = keras.optimizers.Adam(learning_rate=1e-6)
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    return model
