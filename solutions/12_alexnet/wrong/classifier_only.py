# expect: 12.3 values last_dense_only
import keras


def fc_share(model):
    return model.layers[-1].count_params() / model.count_params()
