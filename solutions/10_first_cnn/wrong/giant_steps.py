# expect: 10.2 compiled rate_too_high
import keras


def compile_model(model):
    optimizer = keras.optimizers.Adam(1.0)
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    return model
