"""How the metadata file itself was written."""
