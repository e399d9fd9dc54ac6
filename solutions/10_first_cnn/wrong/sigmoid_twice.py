# expect: 10.2 compiled softmax_twice
import keras


def compile_model(model):
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model
