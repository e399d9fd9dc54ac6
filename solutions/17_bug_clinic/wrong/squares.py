# expect: 17.3 compiled squared_error
def fix_c(model):
    model.compile("adam", loss="mse", metrics=["accuracy"])
    return model
