"""How a person wants the lists of the back office: saved filters, and the columns that are shown."""
