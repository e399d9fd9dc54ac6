# expect: 17.7 compiled rate_too_high
import keras


def fix_g(model):
    optimizer = keras.optimizers.Adam(learning_rate=10.0)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
