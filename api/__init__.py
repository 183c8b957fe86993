"""Who: the HTTP API of publishers and operators."""
