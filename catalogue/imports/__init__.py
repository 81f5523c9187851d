"""Imports: an uploaded file is read, compared with the entries, previewed, and applied as a whole.

A file is read once, when it is uploaded (`reading`, `staging`). Its rows are kept in the database in buckets
of some hundred entries, and each request of the page checks some of them (`check`), until all errors and
changes are known; unchanged entries are only counted. `apply` makes all changes in one transaction.
"""
