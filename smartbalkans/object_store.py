"""Files in an object store with S3's interface. Loaded only where a setting or a command names one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage

from smartbalkans.database_errors import ServiceUnavailable

SECONDS_TO_CONNECT = 3
SECONDS_TO_ANSWER = 10
ATTEMPTS = 2
MOST_MEMORY = 1 << 20  # bytes of a file that is read; the rest is on the disk
SERVERS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")


@contextmanager
def known_errors() -> Iterator[None]:
    """Raise ServiceUnavailable if the store does not answer or refuses access."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise ServiceUnavailable(f"The object store cannot be used: {error}") from error


def client_config() -> Config:
    """Return options that every store understands, and with which a request waits seconds, not minutes."""
    has_own_server = any(os.environ.get(name) for name in SERVERS)
    return Config(
        connect_timeout=SECONDS_TO_CONNECT,
        read_timeout=SECONDS_TO_ANSWER,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        s3={"addressing_style": "path" if has_own_server else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


class ObjectStorage(S3Storage):
    """Keeps files in a private bucket. Keys, server and region come from the variables that boto3 knows."""

    def get_default_settings(self) -> dict:
        return super().get_default_settings() | {
            "client_config": client_config(),
            "transfer_config": TransferConfig(use_threads=False),
            "max_memory_size": MOST_MEMORY,
            "file_overwrite": True,  # the names of pictures are made from their content
        }

    def url(self, name: str, *args, **kwargs) -> str:
        """Return the portal's own address of a file: the bucket is private."""
        return settings.MEDIA_URL + filepath_to_uri(name)

    @known_errors()
    def _open(self, name: str, mode: str = "rb") -> S3File:
        file = super()._open(name, mode)
        if "r" in mode:
            file.open()  # else it is fetched later, where nobody expects an error
        return file

    @known_errors()
    def _save(self, name: str, content) -> str:
        return super()._save(name, content)

    @known_errors()
    def exists(self, name: str) -> bool:
        return super().exists(name)

    @known_errors()
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return super().listdir(path)

    @known_errors()
    def delete(self, name: str) -> None:
        super().delete(name)

    @known_errors()
    def get_modified_time(self, name: str):
        return super().get_modified_time(name)
