# expect: 10.2 compiled -
def compile_model(model):
    model.compile("adam", "cross_entropy_of_two", metrics=["accuracy"])
    return model
