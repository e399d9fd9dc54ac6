# expect: 17.7 compiled -
import keras


def fix_g(model):
    optimizer = keras.optimizers.Adam(lr=0.001)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
