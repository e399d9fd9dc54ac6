# expect: 4.5 values -
def note_errors():
    return {"conv3": 884_736, "fc7": 16_777_216}
