# expect: 12.3 values counts_activations
import keras


def fc_share(model):
    import math

    sizes = [math.prod(layer.output.shape[1:]) for layer in model.layers]
    kinds = [isinstance(layer, keras.layers.Dense) for layer in model.layers]
    return sum(n for n, kind in zip(sizes, kinds) if kind) / sum(sizes)
