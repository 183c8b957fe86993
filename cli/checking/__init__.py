"""Checks a title on this machine, with no server: what a worker would find, before anything is sent."""
