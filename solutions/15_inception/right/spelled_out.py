# Every layer by itself, ReLU as a layer, names, tuples; the table from a list of convolutions.
import keras
from keras import layers


def inception_module(x, f1, f3r, f3, f5r, f5, fp):
    a = layers.Conv2D(f1, (1, 1), name="one")(x)
    a = layers.ReLU()(a)
    b = layers.ReLU()(layers.Conv2D(f3r, (1, 1))(x))
    b = layers.ReLU()(layers.Conv2D(f3, (3, 3), padding="same")(b))
    c = layers.ReLU()(layers.Conv2D(f5r, (1, 1), padding="valid")(x))
    c = layers.ReLU()(layers.Conv2D(f5, (5, 5), strides=(1, 1), padding="same")(c))
    d = layers.MaxPool2D(pool_size=(3, 3), strides=(1, 1), padding="same")(x)
    d = layers.Activation("relu")(layers.Conv2D(fp, 1)(d))
    return layers.Concatenate(axis=-1, name="depth")([a, b, c, d])


def googlenet_table():
    rows = [dict(row) for row in STEM]  # noqa: F821
    channels = 192
    for name, filters in PLAN.items():  # noqa: F821
        side = {"3": 28, "4": 14, "5": 7}[name[-1] if filters is None else name[0]]
        params = 0
        if filters is None:
            side //= 2
        else:
            f1, f3r, f3, f5r, f5, fp = filters
            convolutions = [
                (1, channels, f1),
                (1, channels, f3r),
                (3, f3r, f3),
                (1, channels, f5r),
                (5, f5r, f5),
                (1, channels, fp),
            ]
            for kernel, cin, cout in convolutions:
                params += kernel**2 * cin * cout + cout
            channels = sum([f1, f3, f5, fp])
        rows.append(dict(params=params, shape=[side, side, channels], name=name))
    rows.append({"name": "fc", "shape": [1000], "params": 1024 * 1000 + 1000})
    return tuple(rows)


def build_mini_inception(classes=6):
    inputs = keras.Input(shape=(32, 32, 3))
    x = inception_module(inputs, 4, 4, 8, 2, 4, 4)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    x = layers.Softmax()(layers.Dense(classes)(x))
    return keras.Model(inputs=inputs, outputs=x)
