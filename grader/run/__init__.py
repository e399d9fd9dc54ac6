"""Running what students wrote: runners, limits, evidence."""
