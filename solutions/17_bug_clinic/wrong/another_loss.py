# expect: 17.4 compiled loss_for_other_labels
import keras


def fix_d(model):
    loss = keras.losses.CategoricalCrossentropy(from_logits=False)
    model.compile("adam", loss=loss, metrics=["accuracy"])
    return model
