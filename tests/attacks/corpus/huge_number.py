"""Returns a number with a million digits."""
# 1.3 fail value.entry

def facts(x):
    return {"square": 10**1_000_000, "half": -(10**1_000_000)}
