"""Which parts of organisations and grants their history holds."""

from catalogue.history.recording import keep_history_of
from organisations.models import Grant, Organisation

keep_history_of(Organisation, "other_names", "goals", "activities")
keep_history_of(Grant)
