# expect: 12.3 values -
import keras


def fc_share(model):
    units = sum(layer.units for layer in model.layers)
    return units / model.count_params()
