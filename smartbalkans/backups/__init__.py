"""One archive with the database and the uploads: written beside writers, restored whole or not at all.

`archives` writes and verifies the file, `sqlite` and `postgresql` copy the database, and `restore` refuses
what does not fit and migrates. `digests` compares databases, of one kind or of both.
"""
