"""Never ends to be imported."""
# 1.1 limit import.time
# 1.2 limit import.time
# 1.3 limit import.time

while True:
    pass
