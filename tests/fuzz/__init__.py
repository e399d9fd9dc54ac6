"""Fuzzing what reads the student's bytes: `python -m tests.fuzz frames|network --seconds 600`.

The suite runs each target on inputs that hypothesis draws; a scheduled job runs them under atheris,
which looks for inputs that reach new lines.
"""
