"""Which parts of projects their history holds."""

from catalogue.history.recording import keep_history_of
from projects.models import Project

keep_history_of(Project, "partners", "objectives", "target_groups", "activities")
