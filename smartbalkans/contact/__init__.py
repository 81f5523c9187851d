"""Contacts of the programme for visitors, and the mistakes that visitors report."""
