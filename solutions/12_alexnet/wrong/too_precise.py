# expect: 12.0 predicted -
ALEXNET_PREDICTION = {
    "conv1": 54,
    "conv2": 307_456,
    "fc6": 37_752_832,
    "percent": 94,
    "busiest": "conv2",
}
