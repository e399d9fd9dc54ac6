# expect: 17.4 compiled softmax_twice
import warnings

import keras


def fix_d(model):
    warnings.simplefilter("ignore")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model
