"""The judge: pure functions from reference and evidence to findings."""
