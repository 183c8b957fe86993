"""When, where and for how much a title may be offered."""
