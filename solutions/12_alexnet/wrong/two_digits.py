# expect: 12.3 values rounds_the_share
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return round(sum(dense) / model.count_params(), 2)
