#!/usr/bin/env python3
"""Does plenary answer SPARQL as rdflib, an engine of its own kind, does?

    queries.py PLENARY [--endpoint URL | --serve [--store]]

Each query of tests/sparql/queries is asked of the same statements: by `plenary query`, or by SPARQLWrapper of a server: with --endpoint
one that holds them, with --serve `plenary serve` of a site with them for its dump, on disk with --store; and of rdflib, whose default graph is the union of all graphs. Solutions are compared as multisets of terms
(as lists where the query orders them), numbers by value, graphs up to the names of blank nodes.
Exits 0 where all agree, 1 with a line for each query that differs.
"""
import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import XSD

# Lexical forms are to stay what they are.
rdflib.NORMALIZE_LITERALS = False
ROOT = Path(__file__).resolve().parents[2]
DATA = ["fixtures/publish/forum.yaml", "fixtures/merge/two-feeds/expected/graphs.nq", "fixtures/merge/rules/expected/graphs.nq"]
NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.float}


def run(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.decode()}")
    return done.stdout


def term_of_json(binding):
    kind, value = binding["type"], binding["value"]
    if kind == "uri":
        return rdflib.URIRef(value)
    if kind == "bnode":
        return rdflib.BNode(value)
    datatype = binding.get("datatype")
    return rdflib.Literal(value, lang=binding.get("xml:lang"), datatype=datatype and rdflib.URIRef(datatype), normalize=False)


def key(term):
    """What a term is compared by: engines may write one number in several ways."""
    if term is None:
        return None
    if isinstance(term, rdflib.BNode):
        return "_:"
    if isinstance(term, rdflib.Literal) and term.datatype in NUMBERS:
        return "number", round(Decimal(str(term)), 12).normalize()
    if isinstance(term, rdflib.Literal):
        datatype = None if term.datatype == XSD.string else term.datatype
        return str(term), (term.language or "").lower(), str(datatype or "")
    return str(term)


def rows_of_json(text):
    found = json.loads(text)
    if "boolean" in found:
        return found["boolean"]
    names = found["head"]["vars"]
    rows = found["results"]["bindings"]
    return [tuple(key(term_of_json(row[name])) if name in row else None for name in names) for row in rows]


class Program:
    """Asks the program itself."""

    def __init__(self, plenary):
        self.command = [plenary, "query", "--quiet", *DATA, "--query"]

    def ask(self, path, form):
        return run([*self.command, path, "--format", form])


class Endpoint:
    """Asks a server that holds the same statements, as a client of the usual sort does."""

    def __init__(self, url):
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        self.wrapper = SPARQLWrapper(url)
        self.wrapper.setMethod(POST)
        self.forms = {"json": JSON, "turtle": TURTLE}

    def ask(self, path, form):
        self.wrapper.setQuery(path.read_text())
        self.wrapper.setReturnFormat(self.forms[form])
        return self.wrapper.query().response.read()


@contextlib.contextmanager
def served(plenary, dump, on_disk):
    """The endpoint of a server of a site whose dump these statements are."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        run([plenary, "publish", DATA[0], "-o", site, "--isolated", "--quiet"])
        (site / "data/dataset.nq").write_bytes(dump)
        command = [plenary, "serve", site, "--isolated", "--quiet", "--listen", "127.0.0.1:0", "--rate", "0", "--max-time", "120"]
        command += ["--store", Path(name) / "store"] if on_disk else []
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            yield server.stdout.readline().strip() + "sparql"
        finally:
            server.terminate()
            server.wait(60)


def compared(path, dataset, asked):
    """What differs, or nothing."""
    try:
        theirs = dataset.query(path.read_text())
    except Exception as error:  # what rdflib cannot read is a query that was not compared
        return 0, f"rdflib: {error}"
    if theirs.type in ("CONSTRUCT", "DESCRIBE"):
        ours = rdflib.Graph().parse(data=asked.ask(path, "turtle"), format="turtle")
        same = len(ours) == len(theirs.graph) and isomorphic(ours, theirs.graph)
        return len(ours), None if same else f"{len(ours)} statements, and {len(theirs.graph)} of rdflib"
    ours = rows_of_json(asked.ask(path, "json"))
    if theirs.type == "ASK":
        return 1, None if ours == theirs.askAnswer else f"{ours}, and {theirs.askAnswer} of rdflib"
    names = theirs.vars
    rows = [tuple(key(row.get(name)) for name in names) for row in theirs.bindings]
    ordered = "ORDER BY" in path.read_text().rsplit("}", 1)[-1]
    same = ours == rows if ordered else Counter(ours) == Counter(rows)
    if same:
        return len(ours), None
    more, fewer = Counter(ours) - Counter(rows), Counter(rows) - Counter(ours)
    return len(ours), f"only ours: {list(more)[:3]}; only rdflib's: {list(fewer)[:3]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("plenary", type=Path)
    parser.add_argument("--endpoint")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--store", action="store_true")
    arguments = parser.parse_args()
    plenary = arguments.plenary.resolve()
    dataset = rdflib.Dataset(default_union=True)
    dump = b"".join(run([plenary, "convert", "--quiet", path, "--to", "nquads"]) for path in DATA)
    dataset.parse(data=dump, format="nquads")
    if arguments.serve:
        with served(plenary, dump, arguments.store) as endpoint:
            sys.exit(compare_all(dataset, Endpoint(endpoint)))
    sys.exit(compare_all(dataset, Endpoint(arguments.endpoint) if arguments.endpoint else Program(plenary)))


def compare_all(dataset, asked):
    """Asks all queries; gives the exit code."""
    faults, rows, empty = 0, 0, []
    queries = sorted((ROOT / "tests/sparql/queries").glob("*.rq"))
    for path in queries:
        count, fault = compared(path, dataset, asked)
        rows += count
        if fault:
            faults += 1
            print(f"{path.stem}: {fault}")
        elif count == 0:
            empty.append(path.stem)
    print(f"{len(queries)} queries over {len(dataset)} statements, {rows} rows and statements: {faults} differ from rdflib")
    if empty:
        print(f"no rows, so that nothing was compared: {', '.join(empty)}")
    return 1 if faults or empty else 0


if __name__ == "__main__":
    main()
