"""Splits pages that grantees send as text at the programme's headings, and makes drafts of them.

`read.read` is the entry point: pure, without a database. `matching` finds what is in the portal already,
`drafts` saves, and `views` and the command `read_page_text` call them. Word tables are TOML files in
`tables/`.
"""
