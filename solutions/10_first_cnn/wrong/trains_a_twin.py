# expect: 10.3 trained not_trained
import keras


def train(model, data):
    (x, y), watched = data
    twin = keras.models.clone_model(model)
    twin.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return twin.fit(x, y, epochs=10, validation_data=watched, verbose=0)
