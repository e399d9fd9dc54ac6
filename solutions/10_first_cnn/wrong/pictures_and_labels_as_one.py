# expect: 10.3 trained -
def train(model, data):
    training, watched = data
    return model.fit(training, epochs=10, validation_data=watched, verbose=0)
