# expect: 2.1 shapes -
from keras import layers


def build_net(filters):
    return [layers.Conv2D(filters, 3), layers.Dense(3)]
