# expect: 12.3 values -
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return f"{sum(dense) / model.count_params():.4f}"
