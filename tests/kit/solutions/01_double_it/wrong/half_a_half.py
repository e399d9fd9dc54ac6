# expect: 1.3 values halves_down
def facts(x):
    return {"square": x * x, "half": x // 2}
