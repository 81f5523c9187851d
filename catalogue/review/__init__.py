"""The conversation of staff about an entry: comments, reasons, and to whom it is assigned."""
