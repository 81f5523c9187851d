"""Full text search and counted filters over every kind of entry (docs/decisions/0007).

`folding` makes one spelling of many, `asking` reads what a visitor typed, `variants` knows which other words
mean the same (with the lists in `variants.toml`), `documents` says what is found of an entry, `freshness`
keeps the documents in step with the entries, `engines` asks the database, `counting` counts the choices of
filters, `spelling` proposes words for those that nothing has, `extracts` shows where a word stands.
"""
