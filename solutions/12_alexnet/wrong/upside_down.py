# expect: 12.3 values share_upside_down
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return model.count_params() / sum(dense)
