"""Whether the tracks are all there, and in order."""
