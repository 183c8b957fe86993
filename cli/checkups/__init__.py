"""Looks at each part of the system and says whether it is well, and how to mend it when it is not."""
