"""The titles that the bench onboards, made once and kept."""
