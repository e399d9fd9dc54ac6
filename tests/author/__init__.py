"""Tests of `grader/author/`."""
