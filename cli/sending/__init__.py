"""Sends titles: reads what lies on this machine, uploads it in parts, and submits it."""
