"""Lists as files: CSV, Excel and JSON, from one definition of columns for each kind of entry.

`columns` says what a column is, `plan` reads rows of them straight from the database, `csv`, `xlsx` and
`json` write them, `about` tells what a file holds. An app's `exports.py` declares its columns as a
django-import-export Resource (docs/decisions/0008).
"""
