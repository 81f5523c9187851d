"""Measures what the portal promises to be fast at, and writes it down in docs/performance.md.

`make bench` runs it: scratch databases are filled with made-up entries, and everything of one table is
measured in one run, side by side, for times of different days or machines cannot be compared.
"""
