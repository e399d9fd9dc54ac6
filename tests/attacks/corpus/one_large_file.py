"""Writes one file that is too large."""
# 1.3 fail call.raised

def facts(x):
    with open("large", "wb") as file:
        for _ in range(1000):
            file.write(bytes(1 << 20))
