#!/usr/bin/env python3
"""Do python-jsonschema and pySHACL give the verdicts that plenary's agreement test gives?

    PLENARY_CASES=target/cases cargo test --test agreement
    agreement.py target/cases/cases.ndjson SCHEMA CONTEXT SHAPES [--every N]

Every case goes to the JSON Schema. The cases whose difference is still there in RDF also go through PyLD, with the
context, to SHACL: many in one graph, each under IRIs of its own. With --every N only each Nth case is judged.
Exits 0 where all agree, 1 where one does not.
"""
import argparse
import json
import logging
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import oracle

BATCH = 100
HOST = "data.example.org/"
CASE = re.compile(r"data\.example\.org/(\d+)/")


def schema_verdicts(schema, cases):
    from jsonschema import Draft202012Validator, FormatChecker
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return {case["id"]: validator.is_valid(case["record"]) for case in cases}


def own_iris(case):
    """The record with IRIs that no other case has, so that many cases fit into one graph."""
    text = json.dumps(case["record"], ensure_ascii=False)
    return json.loads(text.replace(HOST, f"{HOST}{case['id']}/"))


def shacl_verdicts(context, shapes, cases):
    import rdflib
    from pyshacl import validate
    # Lexical forms are what is judged: keep them, and without a word about those that are wrong on purpose.
    rdflib.NORMALIZE_LITERALS = False
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    nquads = oracle.to_nquads({"@context": context, "@graph": [own_iris(case) for case in cases]})
    # N-Triples: everything is in the default graph.
    data = rdflib.Graph().parse(data=nquads, format="nt")
    _conforms, report, _text = validate(data, shacl_graph=shapes, inference="none")
    broken = set()
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for result in report.objects(None, sh.result):
        focus = str(report.value(result, sh.focusNode))
        found = CASE.search(focus)
        if not found:
            raise RuntimeError(f"a finding about {focus}, which is in no case")
        broken.add(int(found.group(1)))
    return {case["id"]: case["id"] not in broken for case in cases}


def judge(work):
    """One batch, in a process of its own: verdicts by judge."""
    schema, context, shapes, cases = work
    in_rdf = [case for case in cases if case["inRdf"]]
    verdicts = {"schema": schema_verdicts(schema, cases), "shacl": {}}
    if in_rdf:
        verdicts["shacl"] = shacl_verdicts(context, shapes, in_rdf)
    return verdicts


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cases")
    arguments.add_argument("schema")
    arguments.add_argument("context")
    arguments.add_argument("shapes")
    arguments.add_argument("--every", type=int, default=1, metavar="N")
    given = arguments.parse_args()

    import rdflib
    begun = time.monotonic()
    with open(given.cases, encoding="utf-8") as lines:
        cases = [json.loads(line) for at, line in enumerate(lines) if at % given.every == 0]
    schema = json.loads(Path(given.schema).read_text(encoding="utf-8"))
    context = json.loads(Path(given.context).read_text(encoding="utf-8"))["@context"]
    shapes = rdflib.Graph().parse(given.shapes)
    batches = [(schema, context, shapes, cases[at:at + BATCH]) for at in range(0, len(cases), BATCH)]

    by_id = {case["id"]: case for case in cases}
    judged, wrong = Counter(), Counter()
    with ProcessPoolExecutor() as pool:
        for verdicts in pool.map(judge, batches):
            for name, verdict in verdicts.items():
                for case_id, valid in verdict.items():
                    case = by_id[case_id]
                    judged[name] += 1
                    if valid != case["valid"]:
                        wrong[name] += 1
                        if wrong[name] <= 20:
                            print(f"{name} takes case {case_id} for {valid}: {case['case']}")
                            print(f"    {json.dumps(case['record'], ensure_ascii=False)[:600]}")
    for name, count in judged.items():
        print(f"{name}: {count} cases, {wrong[name]} verdicts differ")
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
