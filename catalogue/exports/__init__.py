"""Lists as files: CSV, Excel and JSON, from one definition of columns for each kind of entry.

An app's `exports.py` declares its columns as a django-import-export Resource. `columns` defines what a column
is, `widgets` how its cells are written and read, `lookups` finds the rows that cells name. `reader` reads
rows straight from the database, `csv`, `xlsx` and `json` write them, `cover_sheet` states what a file
contains (docs/decisions/0008).
"""
