# Adds in place of multiplying, and gives floats where whole numbers are asked.
def double(x):
    return float(x + x)


def facts(x):
    return {"half": x * 0.5, "square": float(x) ** 2}
