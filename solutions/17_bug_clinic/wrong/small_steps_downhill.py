# expect: 17.7 accuracy -
import keras


def fix_g(model):
    optimizer = keras.optimizers.SGD(learning_rate=1e-3)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
