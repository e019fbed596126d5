"""Programs that measure; `make bench` runs them. Read their figures as ratios within one run."""
