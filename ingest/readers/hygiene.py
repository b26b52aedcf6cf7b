"""Characters that no paper needs: made harmless in place, and told, whatever the format."""

import re

from ingest.raw import ReadNotice

REPLACEMENT = "\ufffd"
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> tuple[str, tuple[ReadNotice, ...]]:
    """The text with control characters as U+FFFD, one for one, and notices of what is odd in it.

    Characters that turn the direction of writing stay: the text is evidence, and they are told.
    """
    notices = []
    unfit = _UNFIT.search(text)
    if unfit is not None:
        count = len(_UNFIT.findall(text))
        text = _UNFIT.sub(REPLACEMENT, text)
        message = f"{count} control characters stand in the text; shown as {REPLACEMENT}"
        notices.append(notice_at(text, unfit.start(), "control-characters", message))
    turned = _BIDI.search(text)
    if turned is not None:
        count = len(_BIDI.findall(text))
        message = f"{count} characters turn the direction of writing: what is seen may not be said"
        notices.append(notice_at(text, turned.start(), "bidi-controls", message))
    return text, tuple(notices)


def notice_at(text: str, at: int, code: str, message: str) -> ReadNotice:
    """A notice whose evidence is the line that holds the character, 200 characters at most."""
    start = max(text.rfind("\n", 0, at) + 1, at - 100)
    end = text.find("\n", at)
    end = min(len(text) if end < 0 else end, start + 200)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return ReadNotice(code, message, start, end)
