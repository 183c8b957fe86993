"""What must be known of a title."""
