"""Places of the programme: the map, its countries and towns, and the pages of countries and themes."""
