"""Stored questions: each one file `queries/*.rq` whose header says what it asks, takes and gives.

    # question: Bounds of every position, by minimum falling      the title, one line, required
    # theme: positions                                            required
    # competency: 2                                               number of the competency question
    # note: What the answer does not say.                         any number of lines, joined
    # parameter: meeting iri? - The meeting                       `?`: may be left out
    # parameter: language string = en - Language of labels        with a default
    # parameter: claim iris? - The claims                         one or several, apart by a blank
    # column: claim - IRI of the claim                            in the order of SELECT
    # column: issues list - IRIs of the issues, by a blank        several values in one text

Inside the query, a line `# values ?meeting` is where graph.guard.bind_values holds the variable to
its value; each parameter needs one. Values go in as RDF terms, never as text. A line
`# given ?meeting: pattern` there opens a shorter way to the same answer.
"""

import re
from dataclasses import dataclass
from importlib.resources import files

from graph.errors import QuestionHeaderError
from graph.guard import VALUES_LINE

KINDS = ("iri", "iris", "string", "integer", "decimal", "boolean", "date")
_FIELD = re.compile(r"#\s*(question|theme|competency|note|parameter|column)\s*:\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s+(\w+)(\?)?(?:\s*=\s*(\S+))?\s+-\s+(.+)", re.ASCII)
_COLUMN = re.compile(r"(\w+)(\s+list)?\s+-\s+(.+)", re.ASCII)
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^<>]*)>", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Parameter:
    """A value that a question takes.

    `kind` is one of KINDS. `required` is False if it may be left out: the question then covers
    everything. `default` is the text of the value taken if none is given, or None.
    """

    name: str
    kind: str
    required: bool
    default: str | None
    help: str


@dataclass(frozen=True)
class Column:
    """A column of the answer, in the order of the query's SELECT.

    `is_list` says that a cell holds several values in one text, though there may be only one.
    """

    name: str
    help: str
    is_list: bool = False


@dataclass(frozen=True)
class Question:
    """A stored question: `text` is the whole .rq file, `note` what a reader must know, or "".

    `competency` is the number of the competency question that it answers (docs/questions.md), None
    if it answers none.
    """

    name: str
    title: str
    theme: str
    note: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    competency: int | None = None

    @property
    def prefixes(self) -> dict[str, str]:
        """Namespaces by prefix, as the query declares them."""
        return dict(_PREFIX.findall(self.text))


def read_folder(folder: str) -> list[Question]:
    """The questions of one folder of this package, by name. Raises QuestionHeaderError."""
    entries = sorted((files("graph") / folder).iterdir(), key=lambda entry: entry.name)
    return [
        parse_question(entry.name, entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".rq")
    ]


def parse_question(file: str, text: str) -> Question:
    """The question in the text of an .rq file. Raises QuestionHeaderError, naming file and line."""
    fields: dict[str, list[str]] = {"question": [], "theme": [], "competency": [], "note": []}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _FIELD.fullmatch(line.strip())
        if not found:
            continue
        field, content = found[1], found[2].strip()
        if field == "competency" and (fields[field] or not content.isdecimal()):
            raise QuestionHeaderError(file, number, "write one line «# competency: a number»")
        if field == "parameter":
            parameters.append(_parse_parameter(file, number, content))
        elif field == "column":
            columns.append(_parse_column(file, number, content))
        else:
            fields[field].append(content)
    for field in ("question", "theme"):
        if len(fields[field]) != 1 or not fields[field][0]:
            raise QuestionHeaderError(file, 1, f"one line «# {field}: …» is needed")
    if not columns:
        raise QuestionHeaderError(file, 1, "a line «# column: name - what it holds» is needed")
    _check_placed(file, text, parameters)
    return Question(
        name=file.removesuffix(".rq"),
        title=fields["question"][0],
        theme=fields["theme"][0],
        note=" ".join(fields["note"]),
        parameters=tuple(parameters),
        columns=tuple(columns),
        text=text,
        competency=int(fields["competency"][0]) if fields["competency"] else None,
    )


def _parse_parameter(file: str, number: int, content: str) -> Parameter:
    found = _PARAMETER.fullmatch(content)
    if not found or found[2] not in KINDS:
        raise QuestionHeaderError(
            file,
            number,
            f"write «# parameter: name kind - help» with kind one of {', '.join(KINDS)}",
        )
    name, kind, optional, default, text = found.groups()
    return Parameter(name, kind, not optional and default is None, default, text)


def _parse_column(file: str, number: int, content: str) -> Column:
    found = _COLUMN.fullmatch(content)
    if not found:
        raise QuestionHeaderError(file, number, "write «# column: name - what it holds»")
    return Column(found[1], found[3], bool(found[2]))


def _check_placed(file: str, text: str, parameters: list[Parameter]) -> None:
    placed = {name for line in VALUES_LINE.findall(text) for name in line.split()}
    for parameter in parameters:
        if f"?{parameter.name}" not in placed:
            raise QuestionHeaderError(
                file, 1, f"no line «# values ?{parameter.name}» says where the parameter goes"
            )
