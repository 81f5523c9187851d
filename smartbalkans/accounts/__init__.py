"""Login of staff: password, second factor, rate limits and a log of every attempt (docs/decisions/0014)."""
