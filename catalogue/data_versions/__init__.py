"""Versions of the data that pages are made of, and values that are kept by them (docs/decisions/0018).

`models` has one random token for each kind of entry. `triggers` renew it in the transaction of every change
of a table that the kind's pages are made of, and `installation` keeps them in step with migrations. `kept`
keeps values in the process, under names that contain such a token.
"""
