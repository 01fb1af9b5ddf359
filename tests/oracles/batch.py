#!/usr/bin/env python3
"""What `oracle.py` says of many records, in one process: same, roads, schema and shacl.

    batch.py SCHEMA CONTEXT SHAPES FOLDER

Each folder in FOLDER holds one input in normal form: `normal.ndjson`, one record a line, and the same as
`normal.{nq,nt,ttl,trig,rdf,jsonld}`. No node is blank, so the graph of an input is the union of its records' graphs.
Exits 0 where all judges agree, 1 where one does not, 2 where there is nothing to judge.
"""
import json
import logging
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import oracle

SYNTAXES = ("nt", "ttl", "trig", "rdf", "jsonld")


def difference(left, right, names):
    """The first statements that only one side has, as text; nothing where both are the same."""
    only = [(names[0], row) for row in sorted(left - right)] + [(names[1], row) for row in sorted(right - left)]
    return [f"only in {name}: {row}" for name, row in only[:6]]


def sourcemeta_quads(schema, record):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(record, file)
        file.flush()
        done = subprocess.run([oracle.sourcemeta(), "rdf", schema, file.name], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return oracle.quads_of(oracle.to_nquads(json.loads(done.stdout)))


def conforms(shapes, nquads):
    import rdflib
    from pyshacl import validate
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    data = rdflib.Graph().parse(data=nquads, format="nt")
    fine, _report, text = validate(data, shacl_graph=shapes, inference="none")
    return [] if fine else [line for line in text.splitlines() if line.strip()][:12]


def judge(work):
    """All faults that the judges find with one input."""
    schema_path, schema, context, shapes, folder = work
    from jsonschema import Draft202012Validator, FormatChecker
    records = [json.loads(line) for line in (folder / "normal.ndjson").read_text(encoding="utf-8").split("\n") if line.strip()]
    ours = oracle.graph(folder / "normal.nq")
    faults = []
    for syntax in SYNTAXES:
        faults += difference(ours, oracle.graph(folder / f"normal.{syntax}"), ("normal.nq", f"normal.{syntax}"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    pyld, sourcemeta = set(), set()
    for record in records:
        faults += [f"schema: {fault.message[:200]}" for fault in validator.iter_errors(record)]
        pyld |= oracle.quads_of(oracle.to_nquads({**record, "@context": context}))
        sourcemeta |= sourcemeta_quads(schema_path, {**record, "@context": {}})
    faults += difference(ours, pyld, ("plenary", "PyLD"))
    faults += difference(ours, sourcemeta, ("plenary", "Sourcemeta"))
    faults += conforms(shapes, (folder / "normal.nq").read_text(encoding="utf-8"))
    return folder.name, len(records), len(ours), faults


def main():
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    import rdflib
    schema_path, context_path, shapes_path, root = sys.argv[1:]
    schema = json.loads(Path(schema_path).read_text(encoding="utf-8"))
    context = json.loads(Path(context_path).read_text(encoding="utf-8"))["@context"]
    shapes = rdflib.Graph().parse(shapes_path)
    folders = sorted(path.parent for path in Path(root).glob("*/normal.ndjson"))
    bad = records = quads = 0
    with ProcessPoolExecutor() as pool:
        for name, count, size, faults in pool.map(judge, [(schema_path, schema, context, shapes, f) for f in folders]):
            records, quads, bad = records + count, quads + size, bad + bool(faults)
            for fault in faults:
                print(f"{name}: {fault}")
    print(f"{len(folders)} inputs, {records} records, {quads} statements: {bad} inputs on which judges differ")
    if not records:
        return 2
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
