# expect: 12.3 values forgets_bias
import keras


def fc_share(model):
    def weights(layer):
        return layer.count_params() - (layer.bias.shape[0] if getattr(layer, "use_bias", 0) else 0)

    dense = [weights(layer) for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    return sum(dense) / sum(map(weights, model.layers))
