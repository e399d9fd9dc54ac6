"""Tests of `grader/classroom/`."""
