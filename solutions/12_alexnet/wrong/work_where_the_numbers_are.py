# expect: 12.0 predicted most_numbers_most_work
ALEXNET_PREDICTION = {
    "conv1": 54,
    "conv2": (5 * 5 * 48 + 1) * 256,
    "fc6": (6 * 6 * 256 + 1) * 4096,
    "percent": 90,
    "busiest": "fc6",
}
