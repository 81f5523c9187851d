"""Full text search and counted filters over every kind of entry (docs/decisions/0007).

`questions` parses a search, `variants` adds other forms of its words, and `synonyms` other words with the
same meaning. `documents` declares what is indexed, `backends` queries the database, `facets` counts the
choices of filters and keeps what is costly as `sets` of entries, `selection` combines search and filters,
`suggestions` proposes similar words of `names`, and `snippets` marks the words found.

`triggers` queue the entries whose documents become stale. `sync` writes these: after each commit (`commits`)
or in a thread of the server (`worker`), waiting only briefly for other writers (`locks`). `data_tables` lists
the tables that a kind is made of.
"""
