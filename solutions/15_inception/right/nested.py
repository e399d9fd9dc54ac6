# A module is a model of its own, the mini network a Sequential of two of them; a 1x1 head.
import keras


def inception_module(x, f1, f3r, f3, f5r, f5, fp):
    def path(*layers):
        return keras.Sequential(layers)

    def conv(filters, kernel):
        return keras.layers.Conv2D(filters, kernel, padding="same", activation="relu")

    paths = (
        path(conv(f1, 1)),
        path(conv(f3r, 1), conv(f3, 3)),
        path(conv(f5r, 1), conv(f5, 5)),
        path(keras.layers.MaxPool2D(3, padding="same", strides=1), conv(fp, 1)),
    )
    return keras.layers.Concatenate()([way(x) for way in paths])


def googlenet_table():
    def rows(size, channels, left):
        if not left:
            return [{"name": "fc", "shape": (1000,), "params": 1000.0 * (channels + 1)}]
        (name, plan), *others = left
        if plan is None:
            row = {"name": name, "shape": (size // 2, size // 2, channels), "params": 0}
            return [row, *rows(size // 2, channels, others)]
        reads = (channels, channels, plan[1], channels, plan[3], channels)
        cells = (1, 1, 9, 1, 25, 1)
        params = sum((n * c + 1) * f for n, c, f in zip(cells, reads, plan))
        depth = sum(plan) - plan[1] - plan[3]
        row = {"name": name, "shape": (size, size, depth), "params": params}
        return [row, *rows(size, depth, others)]

    return list(STEM) + rows(28, 192, list(PLAN.items()))  # noqa: F821


def build_mini_inception(classes=6):
    def as_model(shape, *filters):
        inputs = keras.Input(shape)
        return keras.Model(inputs, inception_module(inputs, *filters))

    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            keras.layers.Rescaling(1 / 255),
            as_model((32, 32, 3), 2, 2, 4, 2, 4, 2),
            keras.layers.MaxPooling2D(4),
            as_model((8, 8, 12), 4, 4, 8, 4, 8, 4),
            keras.layers.Conv2D(classes, 1),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Activation("softmax"),
        ]
    )
