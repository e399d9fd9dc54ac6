# expect: 3.0 predicted kernel_shrinks_more
SIZE_PREDICTION = {
    "stem": 109,
    "stem_same": None,
    "pool": 13,
    "pool_same": None,
    "unread": 1,
    "smaller": "kernel 7",
}
