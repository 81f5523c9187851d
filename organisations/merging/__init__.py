"""Two entries of one organisation made into one, with all that refers to them."""
