# expect: 17.3 compiled metric_as_loss_weight
def fix_c(model):
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return model
