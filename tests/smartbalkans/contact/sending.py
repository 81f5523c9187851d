"""Reports, sent as a browser does."""

from smartbalkans.contact.stamps import make_stamp

HERE = {"origin": "http://testserver"}


def filled_in(**values) -> dict[str, str]:
    return {"what": "The year is wrong.", "stamp": make_stamp(), **values}


def send(client, headers=HERE, **values):
    """Send the form of a report with a valid time stamp, and return the response."""
    return client.post("/report/", filled_in(**values), headers=headers)
