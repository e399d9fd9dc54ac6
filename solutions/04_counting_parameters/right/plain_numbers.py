# The numbers themselves, built up in other ways.
def predictions():
    said = {"first": 366, "grouped": 222, "valid": 217, "same": 217}
    said.update(strided=1920, norm=64, pool=0, dense=844)
    return said


def note_errors():
    errors = {}
    errors["conv3"] = 884_736
    errors["fc6"] = 37_748_736
    return errors
