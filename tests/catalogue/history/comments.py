"""What the versions of an entry state."""

from catalogue.history.versions import states_of, versions_of


def comments(entry) -> list[str]:
    return [version.revision.comment for version in versions_of(type(entry), entry.pk)]


def summaries(entry) -> list[str]:
    states = states_of(type(entry), list(versions_of(type(entry), entry.pk)))
    return [state.entry.fields["summary"] for state in states]
