"""The `shelfready` command."""
