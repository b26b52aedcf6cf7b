"""Networks as GEXF 1.2, for Gephi; edges wait in a file beside, so memory stays small."""

import shutil
import tempfile
from collections.abc import Mapping
from typing import BinaryIO

from graph.network import Network, NetworkNode, Value
from graph.xmltext import as_attribute, as_text

_TYPES = {str: "string", int: "long", float: "double"}
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" \
version="1.2">
"""


def write_gexf(network: Network, facts: Mapping[str, str], target: BinaryIO) -> None:
    """Write the network; the facts stand in its <meta>, a line each.

    Attributes have types. What XML cannot hold becomes U+FFFD.
    """
    # A line each; the lines of a query go on with an indent.
    lines = (f"{name}: {value}".replace("\n", "\n  ") for name, value in facts.items())
    about = "\n".join(lines)
    head = [
        _HEAD,
        f"<meta lastmodifieddate={as_attribute(facts['exported'])}>\n",
        f"<creator>Standpunt</creator>\n<description>{as_text(about)}</description>\n</meta>\n",
        '<graph defaultedgetype="directed" mode="static">\n',
        _declare("node", network.node_types),
        _declare("edge", network.edge_types),
        "<nodes>\n",
    ]
    target.write("".join(head).encode())
    with tempfile.TemporaryFile() as edges:
        count = 0
        for part in network.parts:
            if isinstance(part, NetworkNode):
                names = f"id={as_attribute(part.identity)} label={as_attribute(part.label)}"
                target.write(_element("node", names, network.node_types, part.attributes))
            else:
                ends = f"source={as_attribute(part.source)} target={as_attribute(part.target)}"
                names = f'id="e{count}" {ends}'
                edges.write(_element("edge", names, network.edge_types, part.attributes))
                count += 1
        target.write(b"</nodes>\n<edges>\n")
        edges.seek(0)
        shutil.copyfileobj(edges, target)
    target.write(b"</edges>\n</graph>\n</gexf>\n")


def _declare(owner: str, types: Mapping[str, type[Value]]) -> str:
    lines = (
        f'<attribute id="{number}" title={as_attribute(name)} type="{_TYPES[kind]}"/>\n'
        for number, (name, kind) in enumerate(types.items())
    )
    return f'<attributes class="{owner}" mode="static">\n{"".join(lines)}</attributes>\n'


def _element(
    tag: str, names: str, types: Mapping[str, type[Value]], values: Mapping[str, Value]
) -> bytes:
    ids = {name: number for number, name in enumerate(types)}
    lines = "".join(
        f'<attvalue for="{ids[name]}" value={as_attribute(value)}/>\n'
        for name, value in values.items()
    )
    return f"<{tag} {names}>\n<attvalues>\n{lines}</attvalues>\n</{tag}>\n".encode()
