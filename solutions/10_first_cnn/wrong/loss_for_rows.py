# expect: 10.2 compiled loss_for_other_labels
def compile_model(model):
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model
