# expect: 3.0 predicted - blocked
SIZE_PREDICTION = {
    "stem": 109,
    "stem_same": 112,
    "pool": 13,
    "pool_same": None,
    "unread": None,
    "smaller": None,
}
