"""Which parts of trainings their history holds."""

from catalogue.history.recording import keep_history_of
from trainings.models import Training

keep_history_of(Training, "speakers", "testimonials")
