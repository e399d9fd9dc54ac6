"""Opens files until there are no more."""
# 1.3 fail call.raised

def facts(x):
    kept = []
    while True:
        kept.append(open("/dev/null"))
