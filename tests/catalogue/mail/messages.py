"""Messages for the outbox."""

from catalogue.mail.models import OutboxMessage
from catalogue.mail.outbox import put_in_outbox, write_message


def put(address="ana@example.org", subject="Sent for review", body="Please look.", **values) -> OutboxMessage:
    message = write_message(address, subject, body, **values)
    put_in_outbox([message])
    return message
