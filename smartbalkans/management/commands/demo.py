import os
import secrets
import socket
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from smartbalkans import environment

HOST = "127.0.0.1"
STAFF_NAME = "staff"


class Command(BaseCommand):
    help = "Sets up the portal with the programme's entries and serves it on this machine, for evaluation."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="port to serve on (default: 8000)")
        parser.add_argument("--no-serve", action="store_true", help="set everything up without serving")

    def handle(self, *, port, no_serve, **options):
        require_private_portal()
        # Read by the workers of the server, too; MFA_REQUIRED=1 shows the second factor.
        os.environ.setdefault("MFA_REQUIRED", "0")
        os.environ["DEMO_PORT"] = str(port)
        if not no_serve:
            require_free_port(port)
        try:
            self.set_up()
            password = new_staff_password()
        except OperationalError as error:
            raise CommandError(
                f"Cannot use the database: {error}. Check DATABASE_URL and STATE_DIR."
            ) from error
        self.show_login(port, password)
        if not no_serve:
            serve(port)

    def set_up(self):
        self.stdout.write("Migrating the database …")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Loading the programme's entries …")
        call_command("seed", stdout=self.stdout)
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)

    def show_login(self, port: int, password: str):
        address = f"http://{HOST}:{port}/"
        self.stdout.write(
            f"\nPortal:       {address}\n"
            f"Back office:  {address}admin/\n"
            f"Username:     {STAFF_NAME}\n"
            f"Password:     {password}\n\n"
            f"{second_factor_notice()}\n"
            "The password is new each time. Press Ctrl-C to stop the portal; its data is kept.\n"
        )
        self.stdout.flush()


def require_private_portal() -> None:
    """Raise CommandError if the portal is set up for the public: the demo creates a staff account."""
    if settings.PUBLIC_HOSTS or settings.HTTPS:
        raise CommandError(
            "demo creates a staff account and is only for your own machine. This portal is set up for the "
            "public: ALLOWED_HOSTS or HTTPS is set. Unset both to run the demo."
        )


def second_factor_notice() -> str:
    """Return the text about the second factor, depending on MFA_REQUIRED."""
    if environment.flag("MFA_REQUIRED"):
        return "MFA_REQUIRED is on: the back office will ask you to set up a second factor when you log in."
    return (
        "MFA_REQUIRED is off in the demo: the password is enough. In production, staff also need an "
        "authenticator app\nor a passkey. To try this, run: MFA_REQUIRED=1 make demo"
    )


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Cannot use port {port}: {error}. Stop the program that uses it, or choose another port: "
                "manage.py demo --port 8001, or make demo PORT=8001."
            ) from error


def new_staff_password() -> str:
    """Create the staff account of the demo if it is missing, and return a new password for it."""
    password = secrets.token_urlsafe(12)
    user, _is_new = get_user_model().objects.get_or_create(username=STAFF_NAME)
    user.is_active = user.is_staff = user.is_superuser = True
    user.set_password(password)
    user.save()
    return password


def serve(port: int) -> None:
    """Replace this process by the web server, whose workers read the same environment variables."""
    connections.close_all()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "error"]
    # Ctrl-C also reaches the workers, and a second signal may make one hang: granian 2.8 waits forever.
    command += ["--workers-kill-timeout", "1"]
    command += ["--working-dir", str(settings.BASE_DIR), "smartbalkans.wsgi:application"]
    os.execv(sys.executable, command)  # noqa: S606  (our own interpreter, and no shell)
