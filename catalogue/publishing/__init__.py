"""How an entry goes from draft to public and back, what it needs for that, and its addresses meanwhile."""
