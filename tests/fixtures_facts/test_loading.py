"""Loading the fixtures again, as a colleague does who is not sure whether it was done."""

from django.apps import apps

from catalogue.naturalkeys import NaturalKeyModel


def counts():
    models = [model for model in apps.get_models() if issubclass(model, NaturalKeyModel)]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_loading_twice_adds_nothing(load):
    load()
    once = counts()

    load()

    assert sum(once.values()) > 0
    assert counts() == once
