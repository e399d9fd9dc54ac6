# expect: 12.3 values trainable_for_all
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    import math

    trained = sum(math.prod(weight.shape) for weight in model.trainable_weights)
    return sum(dense) / trained
