"""What a cover must be."""
