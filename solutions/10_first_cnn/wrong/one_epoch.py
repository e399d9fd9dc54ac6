# expect: 10.3 trained too_few_epochs
def train(model, data):
    (x, y), watched = data
    return model.fit(x, y, validation_data=watched, verbose=0)
