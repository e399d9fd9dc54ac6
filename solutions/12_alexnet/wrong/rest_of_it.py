# expect: 12.3 values share_of_the_others
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return 1 - sum(dense) / model.count_params()
