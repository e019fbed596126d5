"""Reports tested by living: turns and ticks make the facts, and the transcript is counted by itself."""
