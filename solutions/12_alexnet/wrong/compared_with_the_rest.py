# expect: 12.3 values divides_by_the_others
import keras


def fc_share(model):
    dense = [
        layer.count_params() for layer in model.layers if isinstance(layer, keras.layers.Dense)
    ]
    return sum(dense) / (model.count_params() - sum(dense))
