# expect: 12.0 predicted paper_224_as_it_is
ALEXNET_PREDICTION = {
    "conv1": 55,
    "conv2": 307_456,
    "fc6": 37_752_832,
    "percent": 90,
    "busiest": "conv2",
}
