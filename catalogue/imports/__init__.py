"""Files that come in: read, checked against what is there, shown, and taken in whole or not at all.

A file is read once, when it is uploaded (`reading`, `staging`). Its rows are kept in the database in buckets
of some hundred entries, and each request of the page checks some of them (`checking`), until what is new,
changed or wrong is known; what is unchanged leaves no trace. `applying` takes all changes in at once.

`resources` does the same for import-export: `import_data()` and `manage.py import` check the rows of a
dataset as the preview does (`dataset`), with the same widgets and in the same words.
"""
