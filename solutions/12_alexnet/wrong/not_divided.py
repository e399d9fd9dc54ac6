# expect: 12.3 values count_for_share
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return sum(dense)
