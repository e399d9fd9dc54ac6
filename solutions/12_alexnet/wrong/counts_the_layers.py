# expect: 12.3 values share_of_layers
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return len(dense) / len(model.layers)
