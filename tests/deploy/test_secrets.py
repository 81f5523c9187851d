"""Files with secrets, such as the settings of containers, are neither in an image nor in the repository."""

import shutil
import subprocess
from pathlib import Path, PurePath

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ["deploy/container/portal.env", "deploy/container/.env"]


@pytest.mark.parametrize("name", [".containerignore", ".dockerignore"])
@pytest.mark.parametrize("path", SECRETS)
def test_file_with_secrets_is_not_copied_into_an_image(name, path):
    patterns = (ROOT / name).read_text(encoding="utf-8").split()

    assert any(PurePath(path).match(pattern) for pattern in patterns)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed. On Debian: apt-get install git")
@pytest.mark.parametrize("path", SECRETS)
def test_file_with_secrets_is_not_committed(path, tmp_path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)

    done = subprocess.run(["git", "check-ignore", "--quiet", path], cwd=tmp_path, check=False)

    assert done.returncode == 0
