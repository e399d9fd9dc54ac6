# expect: 10.3 trained too_few_epochs
def train(model, data):
    (x, y), watched = data
    for _ in range(10):
        history = model.fit(x, y, validation_data=watched, verbose=0)
    return history
