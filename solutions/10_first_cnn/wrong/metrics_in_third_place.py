# expect: 10.2 compiled metric_as_loss_weight
def compile_model(model):
    model.compile("adam", "binary_crossentropy", ["accuracy"])
    return model
