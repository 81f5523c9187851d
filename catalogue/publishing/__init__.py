"""How entries become public and stay where people found them."""
