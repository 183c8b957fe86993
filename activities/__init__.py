"""What: one thing done once and safe to repeat, with everything it needs as ports."""
