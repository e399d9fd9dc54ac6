# expect: 12.3 values forgets_last_dense
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return sum(dense[:-1]) / model.count_params()
