# expect: 3.0 predicted forgets_plus_one
SIZE_PREDICTION = {
    "stem": 108,
    "stem_same": 112,
    "pool": 12,
    "pool_same": 14,
    "unread": 1,
    "smaller": "stride 2",
}
