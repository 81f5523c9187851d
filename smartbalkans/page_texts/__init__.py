"""Reads pages that grantees send as text under the programme's headings, and makes drafts of them.

`reading.read` is the way in: pure, free of the database. `matching` finds what is there already, `drafts`
saves, and `views` and the command `read_page_text` are the two doors to it.
"""
