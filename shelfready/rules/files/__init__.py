"""What must be true of any file that was delivered."""
