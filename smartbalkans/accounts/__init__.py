"""How staff log in: password and second factor, slowed down when wrong, and every attempt in the log."""
