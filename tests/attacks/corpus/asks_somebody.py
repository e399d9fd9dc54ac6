"""Asks for input."""
# 1.3 fail call.input

def facts(x):
    return {"square": int(input("square? ")), "half": 0}
