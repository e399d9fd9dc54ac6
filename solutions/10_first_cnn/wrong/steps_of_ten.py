# expect: 10.2 compiled rate_too_high
import keras


def compile_model(model):
    model.compile(keras.optimizers.Adam(10), "binary_crossentropy", metrics=["accuracy"])
    return model
