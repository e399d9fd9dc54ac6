# expect: 10.2 compiled -
def compile_model(model):
    model.optimizer = "adam"
    return model
