"""Tests of `grader/judge/`."""
