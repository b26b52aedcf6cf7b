"""E-mail and pages saved as one file (MHTML): the letter itself and what is attached to it."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from ingest.errors import BundleError, DamagedDocumentError, DocumentTooLargeError
from ingest.raw import RawDocument
from ingest.readers.bundle import Member, read_members
from ingest.readers.limits import MAX_MEMBERS
from ingest.readers.source import Source

MIN_LETTER = 600  # characters; a shorter body beside attachments is a covering note
ReadSource = Callable[[Source], tuple[RawDocument, ...]]


def read_mail(source: Source, read_source: ReadSource) -> tuple[RawDocument, ...]:
    """The body, if it is more than a covering note, and the attachments that are papers."""
    try:
        message = message_from_bytes(source.content, policy=compat32)
        bodies, attachments = _parts(message, source)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedDocumentError(
            f"{source.path}: its parts cannot be told apart ({type(error).__name__}); open it in a "
            "mail program and save the papers themselves"
        ) from error
    body = _body(bodies)
    documents = read_members(source, attachments, read_source) if attachments else ()
    if body is not None and not (documents and len(body.content) < MIN_LETTER):
        documents = (*read_members(source, [body], read_source), *documents)
    if not documents:
        raise BundleError(
            f"{source.path}: this mail holds no paper; save what it is about as PDF, DOCX or HTML"
        )
    return documents


def _parts(message: Message, source: Source) -> tuple[list[Member], list[Member]]:
    bodies: list[Member] = []
    attachments: list[Member] = []
    for count, part in enumerate(_leaves(message)):
        if count > MAX_MEMBERS:
            raise DocumentTooLargeError(
                f"{source.path}: has more than {MAX_MEMBERS:,} parts; save the papers themselves"
            )
        content = _content(part)
        kind = part.get_content_type()
        name = part.get_filename()
        if name is None and kind in ("text/plain", "text/html"):
            suffix = ".html" if kind == "text/html" else ".txt"
            bodies.append(Member(f"message{suffix}", content, part.get_content_charset()))
        elif content.strip():
            attachments.append(Member(name or "attachment", content, part.get_content_charset()))
    return bodies, attachments


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold content; a mail inside the mail is one."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting = [*inside, *waiting]
        else:
            yield part


def _content(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):  # message/rfc822
        first = inside[0] if inside else None
        return first.as_bytes() if isinstance(first, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _body(bodies: list[Member]) -> Member | None:
    """The longest HTML body, for it keeps paragraphs and notes, else the longest plain one."""
    pages = [body for body in bodies if body.name.endswith(".html") and body.content.strip()]
    plain = [body for body in bodies if body.content.strip()]
    return max(pages or plain, key=lambda body: len(body.content), default=None)
