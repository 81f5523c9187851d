"""Who was notified."""

from catalogue.notices.models import Notice


def notified() -> list[tuple[str, str]]:
    found = Notice.objects.filter(read_at=None).order_by("recipient__username", "pk")
    return [(notice.recipient.username, notice.title) for notice in found]


def names() -> list[str]:
    return [name for name, _title in notified()]
