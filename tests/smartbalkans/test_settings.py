import os
import secrets
import subprocess
import sys

from django.conf import settings


def test_portal_that_is_set_up_for_the_public_passes_the_checks_for_deployment(tmp_path):
    unset = ("DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "HTTPS", "MFA_REQUIRED", "TRUSTED_PROXIES")
    environ = {name: value for name, value in os.environ.items() if name not in unset}
    environ |= {
        "ALLOWED_HOSTS": "portal.example.org",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "STATE_DIR": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
