# expect: 17.3 compiled -
import keras


def fix_c(model):
    keras.losses.SparseCategoricalCrossentropy()
    return model
