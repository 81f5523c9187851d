"""The figures of /insights/ and the pivot table: each number with the list of the entries that it counts."""
