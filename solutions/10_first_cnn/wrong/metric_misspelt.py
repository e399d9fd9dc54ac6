# expect: 10.2 compiled -
def compile_model(model):
    model.compile("adam", "binary_crossentropy", metrics=["acuracy"])
    return model
