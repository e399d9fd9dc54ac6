# expect: 10.3 trained -
def train(model, data):
    (x, y), _ = data
    return model.fit(x, 1 - y, epochs=10, verbose=0)
