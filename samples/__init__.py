"""The two small titles that the demo onboards, and the script that makes them."""
