"""The catalogue of mistakes: functions that turn the right thing into a particular wrong thing."""
