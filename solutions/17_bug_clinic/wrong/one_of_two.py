# expect: 17.3 compiled loss_for_other_labels
def fix_c(model):
    model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
