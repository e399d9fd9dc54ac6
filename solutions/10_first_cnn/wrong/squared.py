# expect: 10.2 compiled squared_error
def compile_model(model):
    model.compile("adam", "mse", metrics=["accuracy"])
    return model
