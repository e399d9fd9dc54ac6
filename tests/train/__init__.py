"""Tests of `grader/train/`."""
