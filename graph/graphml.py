"""Networks as GraphML, written part by part: a network of any size, in little memory."""

from collections.abc import Mapping
from typing import BinaryIO

from graph.network import Network, NetworkNode, Value
from graph.xmltext import as_attribute, as_text

_TYPES = {str: "string", int: "long", float: "double"}
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(network: Network, facts: Mapping[str, str], target: BinaryIO) -> None:
    """Write the network; the facts become attributes of the graph.

    Attributes have types and bear their names as keys. What XML cannot hold becomes U+FFFD.
    """
    keys: dict[str, Mapping[str, type[Value]]] = {
        "graph": dict.fromkeys(facts, str),
        "node": {"label": str, **network.node_types},
        "edge": network.edge_types,
    }
    lines = [_HEAD]
    ids: dict[tuple[str, str], str] = {}
    for owner, types in keys.items():
        for name, kind in types.items():
            ids[owner, name] = f"{owner}-{len(ids)}"
            lines.append(
                f'<key id="{ids[owner, name]}" for="{owner}" attr.name={as_attribute(name)} '
                f'attr.type="{_TYPES[kind]}"/>\n'
            )
    lines.append('<graph id="standpunt" edgedefault="directed">\n')
    target.write("".join(lines).encode())
    target.write(_data(ids, "graph", facts).encode())
    edges = 0
    for part in network.parts:
        if isinstance(part, NetworkNode):
            data = _data(ids, "node", {"label": part.label, **part.attributes})
            element = f"<node id={as_attribute(part.identity)}>\n{data}</node>\n"
        else:
            ends = f"source={as_attribute(part.source)} target={as_attribute(part.target)}"
            data = _data(ids, "edge", part.attributes)
            element = f'<edge id="e{edges}" {ends}>\n{data}</edge>\n'
            edges += 1
        target.write(element.encode())
    target.write(b"</graph>\n</graphml>\n")


def _data(ids: Mapping[tuple[str, str], str], owner: str, values: Mapping[str, Value]) -> str:
    return "".join(
        f'  <data key="{ids[owner, name]}">{as_text(value)}</data>\n'
        for name, value in values.items()
    )
