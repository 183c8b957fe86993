"""How a recording must sound and be encoded."""
