# expect: 18.2 design -
import keras


def build_model(input_shape, classes):
    # 14,892 parameters are trained; the moving averages make them 15,054.
    model = keras.Sequential([keras.Input(input_shape)])
    for filters in (16, 33, 32):
        model.add(keras.layers.Conv2D(filters, 3, padding="same", use_bias=False))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.ReLU())
        model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model
