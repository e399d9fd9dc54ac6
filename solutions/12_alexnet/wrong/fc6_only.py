# expect: 12.3 values first_dense_only
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return (dense[0] if dense else 0) / model.count_params()
