"""Changes of entries, and what the history shows of them."""

from catalogue.history.recording import recorded
from catalogue.history.versions import versions_of
from tests.pages import entry_page


def edited(entry, user=None, comment="Edited", **values):
    """Change an entry past the form, but with a version; return it."""
    with recorded(user, comment):
        for name, value in values.items():
            setattr(entry, name, value)
        entry.save()
    return entry


def versions(entry) -> list:
    """Return the versions of an entry, the newest first."""
    return list(versions_of(type(entry), entry.pk))


def restore(client, entry, version):
    """Restore a version as the admin's page does; return the page after it."""
    address = entry_page(entry, "restore", version.pk)
    token = client.get(address).context["token"]
    return client.post(address, {"token": token}, follow=True)


def plain(segments) -> str:
    """Return a text with its marked parts in square brackets."""
    return "".join(f"[{segment.text}]" if segment.is_marked else segment.text for segment in segments)


def sides(change) -> tuple[str, str, str]:
    """Return the label of a change, and its text before and after it."""
    return change.label, plain(change.before), plain(change.after)
