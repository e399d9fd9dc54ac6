"""Tests of `grader/classroom/export/`."""
