"""An object store with S3's interface, for the tests only: moto's server in a thread."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

BUCKET = "uploads"
# What boto3 reads. The server accepts any key.
KEYS = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


@contextmanager
def running_store() -> Iterator[dict[str, str]]:
    """Run a store with an empty bucket within the block; yield the variables with which boto3 uses it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        variables = {**KEYS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
        with pytest.MonkeyPatch.context() as patch:
            set_variables(patch, variables)
            requests.post(
                f"{variables['AWS_ENDPOINT_URL']}/moto-api/reset", timeout=10
            )  # it is kept in the process
            bucket().create(CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_DEFAULT_REGION"]})
        yield variables
    finally:
        server.stop()


def set_variables(patch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        patch.setenv(name, value)


def bucket():
    """Return boto3's bucket in the store that the variables name."""
    return boto3.session.Session().resource("s3").Bucket(BUCKET)


def names_in_bucket() -> list[str]:
    return sorted(found.key for found in bucket().objects.all())
