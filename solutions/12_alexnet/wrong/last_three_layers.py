# expect: 12.3 values -
import keras


def fc_share(model):
    return sum(layer.count_params() for layer in model.layers[-3:]) / model.count_params()
