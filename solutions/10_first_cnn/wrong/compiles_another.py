# expect: 10.2 compiled -
import keras


def compile_model(model):
    model = keras.models.clone_model(model)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
