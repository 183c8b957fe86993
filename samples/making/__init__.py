"""How the sample titles are made; nothing here is needed to use them."""
