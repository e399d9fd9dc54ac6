"""Pictures of a learner's own work: their networks, filters, maps and trainings, as PNG files.

Everything is drawn from evidence and by the kit's own arithmetic; no student's code runs here.
"""
