"""One GET. What goes wrong is said without the address: it may be a secret."""

import email.utils
import json
import urllib.error
import urllib.request

SECONDS = 5
MOST = 4_000_000


class Answer:
    def __init__(self, status=0, body=b"", date=None, failure=""):
        self.status, self.body, self.date, self.failure = status, body, date, failure

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def get(url, token=""):
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "Vigie (doctor)"})
        if token:
            request.add_header("Authorization", "Bearer " + token)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return Answer(answer.status, answer.read(MOST), sent_at(answer))
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(MOST), sent_at(error))
    except urllib.error.URLError as error:
        return Answer(failure=str(getattr(error.reason, "strerror", None) or error.reason))
    except (OSError, ValueError) as error:
        return Answer(failure=type(error).__name__)


def sent_at(answer):
    """The Date header in seconds since 1970."""
    try:
        return email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (TypeError, ValueError):
        return None
