# expect: 14.1 shapes -
import keras


def bottleneck(x, squeeze, expand):
    return x.Conv2D(squeeze, 1).Conv2D(expand, 3)
