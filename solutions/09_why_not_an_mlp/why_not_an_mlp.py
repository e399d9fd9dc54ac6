# %% [markdown]
# # Exercise 09 · Why not an MLP?
# A fully connected layer gives every pixel a weight of its own: a letter that moves by two pixels
# meets weights that have never seen it. A convolution takes the same few weights everywhere.
# Is that enough to know a letter wherever it stands? You build three networks; the grader shows
# all of them letters in the middle, and asks for letters elsewhere. README.md has the figure.

# %%
import keras


# %% [markdown]
# ## Task 9.1 · A weight for every pixel (3 points, about 6 minutes)
# Before you run it: how many weights does one unit of the hidden layer own?
# %%
def build_mlp(units: int) -> keras.Model:
    """Return a multi-layer perceptron that sorts 20 x 20 grey pictures into ten letters.

    layer                         shape
    input                         (20, 20, 1)
    everything in one row         (400,)
    fully connected, ReLU         (units,)
    ten letters, softmax          (10,)

    Nothing is compiled or trained here; that is the grader's part.

    >>> build_mlp(128).output_shape
    (None, 10)
    >>> build_mlp(128).count_params()
    52618
    """
    # BEGIN SOLUTION 9.1: an input and three layers.
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    # END SOLUTION


# %% [markdown]
# ## Task 9.2 · A letter is a letter, wherever it stands (6 points, about 20 minutes)
# The grader trains your network on letters in the middle of the picture, and tests it on letters
# that are four pixels away from there. It trains the twin beside it.
# %%
def build_shift_proof_cnn(flatten: bool = False) -> keras.Model:
    """Return a convolutional network that knows a letter that has moved; or its twin.

    It takes grey pictures, `keras.Input((20, 20, 1))`, and sorts them into ten letters, with one
    softmax, at the very end. What stands between is your design, but it holds a global pooling (a
    layer that makes one number of each whole feature map) and at most 25,000 parameters.

    `flatten=True` asks for the twin, to compare with: the same layers, except that a Flatten
    stands in place of the global pooling. The twin may have more parameters.

    >>> build_shift_proof_cnn().output_shape
    (None, 10)
    >>> build_shift_proof_cnn().count_params() <= 25_000
    True
    >>> build_shift_proof_cnn(flatten=True).output_shape
    (None, 10)
    """
    # BEGIN SOLUTION 9.2: which layers find the strokes, and which one forgets where they were?
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.Flatten() if flatten else keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    # END SOLUTION


# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    build_shift_proof_cnn().summary()  # which layer owns most of the parameters? And in the twin?
