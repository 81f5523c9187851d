"""The outbox: mail is kept with what it is about, and sent after that (docs/decisions/0030)."""
