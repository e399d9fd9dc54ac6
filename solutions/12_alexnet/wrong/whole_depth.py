# expect: 12.0 predicted ignores_groups
ALEXNET_PREDICTION = {
    "conv1": 54,
    "conv2": 614_656,
    "fc6": None,
    "percent": None,
    "busiest": None,
}
