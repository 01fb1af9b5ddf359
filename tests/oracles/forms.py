#!/usr/bin/env python3
"""Independent judges of the JSON-LD forms and of the view for web pages.

    forms.py PLENARY FILE...     exits 0 where all holds, 1 with the faults

PyLD expands and flattens the compact form that plenary writes: is that what plenary writes as expanded and flattened? Are
all names of the view in schema.org (by rdflib), does it say nothing that the record does not, and has each event what
search engines require?
"""
import json
import subprocess
import sys

from pyld import jsonld
from rdflib import SDO

TYPES_ELSEWHERE = {"@context", "@graph", "@id", "@type"}
# Without a base of the document, PyLD leaves relative IRIs as they are, those under a base of the context too.
BASE = {"base": "http://example.org/base/"}
faults = []


def convert(plenary, path, form):
    command = [plenary, "convert", "--records", path, "--to", form, "--base", "https://data.example.org/", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def same(value):
    """A value in which nothing is left that JSON-LD does not tell apart: order of values, case of language tags."""
    if isinstance(value, dict):
        return {k: v.lower() if k == "@language" else same(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((same(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def compare(path, form, ours, theirs):
    if same(ours) != same(theirs):
        faults.append(f"{path}: {form} is not what PyLD makes of the compact form")


def objects(value):
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from objects(item)


def literals(value):
    """The strings and numbers that a document holds."""
    if isinstance(value, dict):
        return {text for item in value.values() for text in literals(item)}
    if isinstance(value, list):
        return {text for item in value for text in literals(item)}
    return {value}


def view(path, document, compact):
    known = set(SDO.__annotations__)
    said = literals(compact)
    for item in objects(document):
        for key in item.keys() - TYPES_ELSEWHERE:
            if key not in known:
                faults.append(f"{path}: schema.org has no {key}")
        if item is not document or "@type" in item:
            if item.get("@type") not in known:
                faults.append(f"{path}: schema.org has no type {item.get('@type')}")
        for key in ("name", "startDate", "endDate", "url", "description", "streetAddress"):
            for text in literals(item.get(key, [])) if item.get("@type") != "DefinedTerm" else []:
                if text not in said and not isinstance(item.get(key), dict):
                    faults.append(f"{path}: {key} {text!r} is not in the record")
    events = document.get("@graph", [document])
    for event in events:
        if event.get("@type") == "Event" and not {"name", "@id"} <= event.keys():
            faults.append(f"{path}: an event without name or IRI")
    return len(events)


def main(plenary, *paths):
    judged = events = 0
    for path in paths:
        compact = convert(plenary, path, "jsonld")
        if compact is None:
            continue
        judged += 1
        compare(path, "expanded", convert(plenary, path, "jsonld-expanded"), jsonld.expand(compact, BASE))
        compare(path, "flattened", convert(plenary, path, "jsonld-flattened"), jsonld.flatten(compact, None, BASE))
        events += view(path, convert(plenary, path, "schemaorg"), compact)
    for fault in faults:
        print(fault)
    print(f"{judged} files in three forms of JSON-LD, {events} objects for web pages: {len(faults)} faults")
    return 1 if faults or not judged else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
