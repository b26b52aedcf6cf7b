"""XML to events with byte offsets, by expat: no document type, no entities, no great depth."""

from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from ingest.errors import DamagedDocumentError, DocumentTooLargeError, UnsafeDocumentError
from ingest.readers.limits import MAX_DEPTH, MAX_ELEMENTS


class Handler(Protocol):
    """What is told of a part of XML, in order; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        """An element begins at byte `at`."""

    def end(self, name: str) -> None:
        """The last open element ends."""

    def text(self, characters: str, at: int) -> None:
        """Characters of the open element, from byte `at`."""


class _Guard:
    """Counts what goes by and stops at a limit."""

    def __init__(self, parser: expat.XMLParserType, handler: Handler, place: str) -> None:
        self.parser, self.handler, self.place = parser, handler, place
        self.depth = self.elements = 0
        self.words: list[str] = []  # what expat gives in pieces, a line end being one
        self.words_at = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.flush()
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise UnsafeDocumentError(
                f"{self.place}: byte {self.parser.CurrentByteIndex}: more than {MAX_DEPTH} "
                "elements inside each other, which no paper has; fetch it again from its source"
            )
        if self.elements > MAX_ELEMENTS:
            raise DocumentTooLargeError(
                f"{self.place}: more than {MAX_ELEMENTS:,} elements; check what this file is"
            )
        if attributes:
            attributes = {_local(key): value for key, value in attributes.items()}
        self.handler.start(_local(name), attributes, self.parser.CurrentByteIndex)

    def end(self, name: str) -> None:
        self.flush()
        self.depth -= 1
        self.handler.end(_local(name))

    def text(self, characters: str) -> None:
        if not self.words:
            self.words_at = self.parser.CurrentByteIndex
        self.words.append(characters)

    def flush(self) -> None:
        if self.words:
            self.handler.text("".join(self.words), self.words_at)
            self.words.clear()

    def refuse(self, *declared: object) -> None:
        raise UnsafeDocumentError(
            f"{self.place}: declares a document type or an entity ({declared[0]}), with which a "
            "file can pull in others or grow without end; save it without, or as PDF"
        )


def walk(content: bytes, handler: Handler, path: Path, part: str = "") -> None:
    """Tell the handler what the XML holds; `part` names a file inside the file at `path`.

    Raises UnsafeDocumentError, DocumentTooLargeError, or DamagedDocumentError with the line.
    """
    place = f"{path}: {part}" if part else str(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    guard = _Guard(parser, handler, place)
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = guard.text
    parser.StartDoctypeDeclHandler = guard.refuse
    parser.EntityDeclHandler = guard.refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise DamagedDocumentError(
            f"{place}: line {error.lineno} is not well-formed XML "
            f"({expat.ErrorString(error.code)}); fetch the file again"
        ) from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise DamagedDocumentError(
            f"{place}: its encoding cannot be read ({error}); save it as UTF-8"
        ) from error


def _local(name: str) -> str:
    return name[name.rfind(" ") + 1 :]
