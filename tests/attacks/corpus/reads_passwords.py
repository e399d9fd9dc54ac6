"""Reads what the system knows of its users."""
# 1.3 fail call.raised

def facts(x):
    with open("/etc/passwd") as file:
        return file.read()
