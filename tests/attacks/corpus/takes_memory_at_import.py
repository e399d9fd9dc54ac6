"""Takes memory in small pieces while it is imported."""
# 1.1 limit import.memory
# 1.1 limit import.time
# 1.2 limit import.memory
# 1.2 limit import.time
# 1.3 limit import.memory
# 1.3 limit import.time

kept = []
while True:
    kept.append(bytearray(1 << 16))
