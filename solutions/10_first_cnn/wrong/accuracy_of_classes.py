# expect: 10.2 compiled metric_for_other_labels
def compile_model(model):
    model.compile("adam", "binary_crossentropy", metrics=["categorical_accuracy"])
    return model
