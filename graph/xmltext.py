"""What XML can hold, for the formats that are written as XML."""

import re
from html import escape

# What XML 1.0 cannot hold, in any escaped form.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with every character that XML cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def as_text(value: object) -> str:
    """The value as content of an element; a carriage return survives reading."""
    return escape(clean(str(value)), quote=False).replace("\r", "&#13;")


def as_attribute(value: object) -> str:
    """The value as an attribute, in quotes."""
    from xml.sax.saxutils import quoteattr  # here, as it brings an HTTP client with it

    return quoteattr(clean(str(value)))
