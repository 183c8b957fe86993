"""The embedded system: every part on this machine, started, watched and stopped together."""
