# All zeros at the end; weights and biases counted one by one; nested models for the two parts.
import keras

ALEXNET_PREDICTION = dict(conv1=54.0, conv2=307_200 + 256, fc6=37_752_832.0, percent=90.0)
ALEXNET_PREDICTION = {**ALEXNET_PREDICTION, "busiest": "Conv2 "}


def pad_for_224():
    return ((0, 3), (0, 3))


def build_alexnet(input_size=227, two_gpus=False):
    L = keras.layers
    split = {"groups": 2} if two_gpus else {}
    features = keras.Sequential(
        [
            keras.Input((input_size, input_size, 3)),
            *([L.ZeroPadding2D(pad_for_224())] if input_size == 224 else []),
            L.Conv2D(96, 11, strides=4, activation="relu", name="conv1"),
            L.MaxPool2D(3, 2),
            L.Conv2D(256, 5, padding="same", activation="relu", name="conv2", **split),
            L.MaxPool2D(3, 2),
            L.Conv2D(384, 3, padding="same", activation="relu", name="conv3"),
            L.Conv2D(384, 3, padding="same", activation="relu", name="conv4", **split),
            L.Conv2D(256, 3, padding="same", activation="relu", name="conv5", **split),
            L.MaxPool2D(3, 2),
        ]
    )
    classifier = keras.Sequential([L.Flatten(), L.Dropout(0.5), L.Dense(4096, "relu")])
    classifier.add(L.Dropout(0.5))
    classifier.add(L.Dense(4096, "relu"))
    classifier.add(L.Dense(1000, "softmax"))
    return keras.Sequential([features, classifier])


def fc_share(model):
    share = 0.0
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dense):
            rows, columns = layer.kernel.shape
            share += rows * columns / model.count_params()
            if layer.use_bias:
                share += columns / model.count_params()
    return share
