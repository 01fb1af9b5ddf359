#!/usr/bin/env python3
"""Does `plenary validate --shapes` find in the test cases of SHACL Core what they expect?

    shacl_suite.py PLENARY FOLDER

FOLDER holds test cases in Turtle, each data, shapes and the expected validation report in one file (`sh:ValidationReport`
with its `sh:result`), as the W3C and TopBraid write them; the source distribution of pySHACL has them in
test/resources/dash_tests/core. Focus nodes and constraint components have to be the expected ones.
Exits 0 where all are, 1 where one is not, 2 where there is no test case.
"""
import json
import logging
import subprocess
import sys
from collections import Counter
from pathlib import Path

import rdflib

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def expected(path):
    """Focus nodes and components of the expected results; nothing where the file expects no report."""
    graph = rdflib.Graph().parse(path, format="turtle")
    reports = set(graph.subjects(rdflib.RDF.type, SH.ValidationReport))
    if len(reports) != 1:
        return None
    results = list(graph.objects(reports.pop(), SH.result))
    return Counter((name(graph.value(result, SH.focusNode)), str(graph.value(result, SH.sourceConstraintComponent)))
                   for result in results)


def name(term):
    """Blank nodes and literals are named in each program's own way."""
    return str(term) if isinstance(term, rdflib.URIRef) else "another"


def found(plenary, path):
    done = subprocess.run([plenary, "validate", "--shapes", path, "--format", "json", path], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        return done.stderr.strip() + done.stdout[:300]
    results = [finding["shacl"] for finding in json.loads(done.stdout) if "shacl" in finding]
    return Counter((own_name(result["focusNode"]), result["sourceConstraintComponent"]) for result in results)


def own_name(node):
    """A focus node as `name` has it: plenary writes IRIs as they are, literals as a message has them."""
    return node if node.startswith(("http:", "https:", "urn:")) else "another"


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    plenary = Path(sys.argv[1]).resolve()
    # Test cases hold literals that are wrong on purpose.
    logging.disable(logging.CRITICAL)
    judged = wrong = 0
    for path in sorted(Path(sys.argv[2]).rglob("*.ttl")):
        wanted = expected(path)
        if wanted is None:
            continue
        judged += 1
        got = found(plenary, path)
        if got != wanted:
            wrong += 1
            print(f"{path.name}: expected {dict(wanted)}, found {got if isinstance(got, str) else dict(got)}")
    print(f"{judged} test cases, {wrong} differ")
    return 2 if not judged else int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
