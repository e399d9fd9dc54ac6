# expect: 17.4 compiled logits_not_told
import keras


def fix_d(model):
    model.layers[-1].activation = keras.activations.linear
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
