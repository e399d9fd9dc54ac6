# expect: 15.1 params reads_other_branch
import keras


def inception_module(x, f1, f3r, f3, f5r, f5, fp):
    def conv(tensor, filters, kernel):
        layer = keras.layers.Conv2D(filters, kernel, padding="same", activation="relu")
        return layer(tensor)

    one = conv(x, f1, 1)
    three = conv(conv(x, f3r, 1), f3, 3)
    five = conv(conv(three, f5r, 1), f5, 5)
    pool = conv(keras.layers.MaxPooling2D(3, strides=1, padding="same")(x), fp, 1)
    return keras.layers.Concatenate()([one, three, five, pool])
