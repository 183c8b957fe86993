"""ONIX, the trade's format for product records: 2.1, 3.0 and 3.1 read as a stream, and acknowledged."""
