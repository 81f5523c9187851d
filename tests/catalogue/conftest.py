"""A mail server that keeps what it receives."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller


class MailServer:
    """Handles the commands of a real server; `on_data` is called before it accepts a message."""

    def __init__(self):
        self.received: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.on_data = lambda: None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        self.on_data()
        return "250 OK"


@pytest.fixture
def mail_server(settings):
    """Start a mail server that the portal uses, and return it."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    controller.stop()
