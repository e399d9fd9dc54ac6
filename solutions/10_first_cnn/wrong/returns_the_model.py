# expect: 10.3 trained returns_no_history
def train(model, data):
    (x, y), watched = data
    model.fit(x, y, epochs=10, validation_data=watched, verbose=0)
    return model
