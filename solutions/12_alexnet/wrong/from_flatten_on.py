# expect: 12.3 values behind_flatten
import keras


def fc_share(model):
    kinds = [type(layer).__name__ for layer in model.layers]
    behind = model.layers[kinds.index("Flatten") :] if "Flatten" in kinds else []
    if "Dense" in kinds and not behind:
        behind = model.layers[kinds.index("Dense") :]
    return sum(layer.count_params() for layer in behind) / model.count_params()
