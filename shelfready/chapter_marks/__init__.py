"""How chapters are written down in files: one module for each carrier, from its raw text to marks.

Whatever a stranger wrote is read without complaint: what makes no sense gives no mark.
"""
