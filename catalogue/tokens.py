"""Random tokens that every save renews; they guard against lost updates."""

import secrets

from django.db import models


def new_token() -> str:
    return secrets.token_hex(16)


class TokenField(models.CharField):
    """A random text that every save renews, as `auto_now` renews a moment.

    A form that was opened with one token and is submitted when the row has another is an edit conflict.
    """

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 32, "default": new_token, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "default", "editable"):
            del kwargs[key]
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        token = new_token()
        setattr(model_instance, self.attname, token)
        return token
