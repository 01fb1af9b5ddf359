#!/usr/bin/env python3
"""Does `plenary validate --only shapes` say of broken graphs what pySHACL says with the same shapes?

    shapes.py PLENARY [--count 1000] [--seed 1] [--keep FOLDER]

Valid fixtures are written as N-Triples by PLENARY, broken as graphs (statements taken away, added and changed: datatype,
language, lexical form, kind, class, codes, blank nodes), and written in all syntaxes of RDF in turn. Both judges have to
agree on whether a graph conforms and on the set of its focus nodes with a violation. Then both judge literals of each
datatype (where they differ, libxml2 has to side with plenary), the cases of tests/shapes, and our shapes by the shapes
of SHACL itself.
Exits 0 where all agree, 1 where one does not, 2 where there is nothing to judge.
"""
import argparse
import json
import logging
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "vocab/shapes.ttl"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = ox.NamedNode(RDF + "type")
SYNTAXES = {"nt": ox.RdfFormat.N_TRIPLES, "ttl": ox.RdfFormat.TURTLE, "nq": ox.RdfFormat.N_QUADS,
            "trig": ox.RdfFormat.TRIG, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}


def run_plenary(plenary, *arguments):
    done = subprocess.run([plenary, *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"plenary {' '.join(map(str, arguments))[:200]}: {done.stderr[:500]}")
    return done


def valid_graphs(plenary):
    """The valid fixtures as lists of statements."""
    flags = ("--base", "https://data.example.org/", "--to", "ntriples", "--quiet")
    folders = [ROOT / "fixtures/formats", ROOT / "fixtures/normal-form"]
    folders += sorted(ROOT.glob("fixtures/checks/*/*/pass"))
    graphs = []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        done = subprocess.run([plenary, "convert", path, *flags], capture_output=True)
        if done.returncode == 0 and done.stdout:
            graphs.append([quad.triple for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)])
    return graphs


# Mutations: each takes a random generator, statements, and the number of one of them, and gives other statements.

def literal(text, datatype="string", language=None):
    if language:
        return ox.Literal(text, language=language)
    return ox.Literal(text, datatype=ox.NamedNode(datatype if ":" in datatype else XSD + datatype))


def node(rng):
    return rng.choice([ox.BlankNode("other"), ox.NamedNode("https://elsewhere.example/x"), ox.NamedNode("urn:x-thing:1"),
                       ox.NamedNode("mailto:a@example.org"), ox.NamedNode("https://[::1]/x")])


def with_object(triples, at, value):
    return [ox.Triple(t.subject, t.predicate, value) if i == at else t for i, t in enumerate(triples)]


def delete(rng, triples, at):
    return triples[:at] + triples[at + 1:]


def typed(triples):
    """The numbers of the statements that give a node a class."""
    return [i for i, t in enumerate(triples) if t.predicate == TYPE and isinstance(t.object, ox.NamedNode)]


def delete_type(rng, triples, at):
    return delete(rng, triples, rng.choice(typed(triples)))


def other_class(rng, triples, at):
    classes = sorted({triples[i].object.value for i in typed(triples)})
    chosen = rng.choice([*classes, "http://schema.org/Event", "http://xmlns.com/foaf/0.1/Person"])
    return with_object(triples, rng.choice(typed(triples)), ox.NamedNode(chosen))


def second_type(rng, triples, at):
    one, other = (triples[rng.choice(typed(triples))] for _ in range(2))
    return [*triples, ox.Triple(one.subject, TYPE, other.object)]


def subclass(rng, triples, at):
    """A class of one's own below one of the shapes' classes."""
    chosen = rng.choice(typed(triples))
    own, between = (ox.NamedNode(f"https://elsewhere.example/{name}") for name in ("Own", "Between"))
    below = ox.NamedNode(RDFS + "subClassOf")
    more = [ox.Triple(own, below, between), ox.Triple(between, below, triples[chosen].object)]
    return with_object(triples, chosen, own) + more[rng.randrange(2):]


def datatype(rng, triples, at):
    old = triples[at].object
    names = ["string", "integer", "date", "dateTime", "anyURI", "gYear", "decimal", "boolean", "duration",
             "https://elsewhere.example/datatype"]
    return with_object(triples, at, literal(old.value, rng.choice(names)))


def language(rng, triples, at):
    return with_object(triples, at, literal(triples[at].object.value, language=rng.choice(["en", "en-GB", "fr", "zh-Hant"])))


LEXICAL = ["", " ", "a", "0", "-1", "01", "5.0", "+5", "4294967296", "99999999999999999999", "true", "2025-06-03", "2025-13-01",
           "2025-02-29", "2024-02-29", "2025-06-03T09:00:00Z", "2025-06-03T09:00:00+02:00", "2025-06-03T09:00:00",
           "2025-06-03T24:00:00Z", "2025-06-03T09:00:00.5Z", "2025-06-03T09:00:61Z", "PT1H", "P1Y", "PT", "P1DT", "-PT1H",
           "CH", "che", "en", "en_GB", "text/html", "Europe/Zurich", "Zürich 日本 \U0001F600", "a\nb", "\u00a0"]


def lexical(rng, triples, at):
    old = triples[at].object
    text = rng.choice(LEXICAL)
    if isinstance(old, ox.Literal) and not old.language:
        return with_object(triples, at, ox.Literal(text, datatype=old.datatype))
    return with_object(triples, at, literal(text, language=getattr(old, "language", None)))


def typo(rng, triples, at):
    """One letter of an object is lost, doubled or changed."""
    old = triples[at].object
    if isinstance(old, ox.BlankNode) or not old.value:
        return node_for_literal(rng, triples, at)
    place = rng.randrange(len(old.value))
    letter = rng.choice(["", old.value[place] * 2, "x", "7", "-", "/"])
    text = old.value[:place] + letter + old.value[place + 1:]
    if isinstance(old, ox.NamedNode):
        try:
            return with_object(triples, at, ox.NamedNode(text))
        except ValueError:
            return with_object(triples, at, literal(text))
    made = ox.Literal(text, language=old.language) if old.language else ox.Literal(text, datatype=old.datatype)
    return with_object(triples, at, made)


def literal_for_node(rng, triples, at):
    return with_object(triples, at, literal(triples[at].object.value, rng.choice(["string", "anyURI", "dateTime"])))


def node_for_literal(rng, triples, at):
    return with_object(triples, at, node(rng))


def another_value(rng, triples, at):
    old = triples[at]
    return [*triples, *with_object([old], 0, rng.choice([literal("another"), literal("another", language="en"),
                                                         literal("another", language="EN"), node(rng),
                                                         rng.choice(triples).object]))]


def swap(rng, triples, at):
    other = rng.randrange(len(triples))
    return with_object(with_object(triples, at, triples[other].object), other, triples[at].object)


def foreign(rng, triples, at):
    strange = ox.NamedNode("https://elsewhere.example/colour")
    return [*triples, ox.Triple(triples[at].subject, strange, rng.choice([literal("green"), node(rng)])),
            ox.Triple(ox.BlankNode("foreign"), TYPE, ox.NamedNode("https://elsewhere.example/Thing"))]


def blank_subject(rng, triples, at):
    """A node loses its IRI."""
    old, new = triples[at].subject, ox.BlankNode("nameless")

    def other(term):
        return new if term == old else term
    return [ox.Triple(other(t.subject), t.predicate, other(t.object)) for t in triples]


def bad_subject(rng, triples, at):
    """A node gets an IRI that the shapes do not take."""
    old, new = triples[at].subject, ox.NamedNode(rng.choice(["mailto:a@example.org", "http:x", "https://[::1]/x", "x-y:z"]))

    def other(term):
        return new if term == old else term
    return [ox.Triple(other(t.subject), t.predicate, other(t.object)) for t in triples]


def nothing(rng, triples, at):
    return triples


MUTATIONS = [delete, delete, delete_type, other_class, second_type, subclass, datatype, datatype, language, lexical, lexical,
             lexical, typo, typo, typo, literal_for_node, node_for_literal, another_value, another_value, swap, foreign,
             blank_subject, bad_subject, nothing]


def is_fit(mutation, triple):
    if mutation in (datatype, language):
        return isinstance(triple.object, ox.Literal)
    return mutation is not literal_for_node or isinstance(triple.object, ox.NamedNode)


def broken(rng, triples):
    """A broken graph, and what was done to it."""
    done = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        mutation = rng.choice(MUTATIONS)
        if mutation in (delete_type, other_class, second_type, subclass) and not typed(triples):
            continue
        # Types are changed on purpose only: a node without type is judged by nobody.
        fit = [i for i, t in enumerate(triples) if t.predicate != TYPE and is_fit(mutation, t)]
        if fit:
            triples = mutation(rng, triples, rng.choice(fit))
            done.append(mutation.__name__)
    return list(dict.fromkeys(triples)), done


# The judges.

def pyshacl_verdict(work, syntax="nt"):
    """Whether a graph conforms, and its focus nodes with a violation."""
    text, shapes = work
    import rdflib
    from pyshacl import validate
    # Lexical forms are what is judged: keep them, and without a word about those that are wrong on purpose.
    rdflib.NORMALIZE_LITERALS = False
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    labels = {}
    data = rdflib.Graph()
    # Labels are known to the parser of N-Triples only.
    data.parse(data=text, format=syntax, **({"bnode_context": labels} if syntax == "nt" else {}))
    names = {str(blank): f"_:{label}" for label, blank in labels.items()}
    conforms, report, _text = validate(data, shacl_graph=rdflib_graph(shapes), inference="none")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    focus = {str(report.value(result, sh.focusNode)) for result in report.objects(None, sh.result)}
    return conforms, {names.get(name, name) for name in focus}


GRAPHS = {}


def rdflib_graph(path):
    import rdflib
    if path not in GRAPHS:
        GRAPHS[path] = rdflib.Graph().parse(path)
    return GRAPHS[path]


def pyshacl_verdicts(texts, shapes):
    with ProcessPoolExecutor() as pool:
        return list(pool.map(pyshacl_verdict, [(text, str(shapes)) for text in texts], chunksize=16))


def plenary_findings(plenary, folder, shapes=None):
    """The findings of each file, by its name."""
    chosen = ["--shapes", shapes] if shapes else ["--only", "shapes"]
    done = run_plenary(plenary, "validate", *chosen, "--format", "json", folder)
    findings = defaultdict(list)
    for finding in json.loads(done.stdout):
        findings[Path(finding["file"]).name].append(finding)
        if finding["id"] != "shapes/no-target" and "shacl" not in finding:
            raise RuntimeError(f"not a finding of shapes: {finding}")
    return findings


def focus_nodes(findings):
    return {finding["shacl"]["focusNode"] for finding in findings if "shacl" in finding}


def compare_graphs(plenary, count, seed, folder):
    rng = random.Random(seed)
    graphs = valid_graphs(plenary)
    if not graphs:
        return None
    cases = []
    for at in range(count):
        triples, done = broken(rng, rng.choice(graphs))
        name = f"{at:05}.{list(SYNTAXES)[at % len(SYNTAXES)]}"
        output = ox.serialize(triples, format=SYNTAXES[name.rsplit('.')[-1]])
        (folder / name).write_bytes(output)
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()
        cases.append((name, done, text))
    begun = time.monotonic()
    ours = plenary_findings(plenary, folder)
    between = time.monotonic()
    theirs = pyshacl_verdicts([text for _, _, text in cases], SHAPES)
    ended = time.monotonic()
    wrong, seen, conforming = 0, Counter(), 0
    for (name, done, text), (conforms, focus) in zip(cases, theirs):
        seen.update(set(done))
        conforming += conforms
        found = focus_nodes(ours[name])
        if conforms == (not found) and found == focus:
            continue
        wrong += 1
        if wrong <= 10:
            print(f"{name} ({', '.join(done)}): only plenary {sorted(found - focus)}, only pySHACL {sorted(focus - found)}")
    print(f"{len(cases)} graphs of {len(graphs)} fixtures, {conforming} conform, {wrong} verdicts differ")
    print(f"plenary {between - begun:.1f} s, pySHACL {ended - between:.1f} s; {dict(sorted(seen.items()))}")
    return wrong


# Literals and datatypes.

FORMS = ["", " 5", "5", "-5", "+5", "05", "5.0", "5.", ".5", ".", "-.5", "1e5", "1E5", "-1.5e-3", "INF", "-INF", "NaN", "true", "false",
         "1", "0", "TRUE", "yes", "128", "-129", "32768", "65536", "2147483648", "4294967296", "18446744073709551616",
         "2025-06-03", "2025-6-3", "2025-13-01", "2025-02-29", "2024-02-29", "2025-06-03Z", "2025-06-03+02:00",
         "2025-06-03T09:00:00", "2025-06-03T09:00:00Z", "2025-06-03T09:00:00.25+02:00", "2025-06-03T09:00:00-05:30",
         "2025-06-03T25:00:00", "2025-06-03T09:00", "2025-06-03 09:00:00", "09:00:00", "09:00:00Z", "9:00:00", "25:00:00",
         "P1Y2M3DT4H5M6S", "PT1.5S", "P", "PT", "P1DT", "-P1D", "1D", "P1M", "PT1H", "2025", "2025-06", "0aF9", "0a0", "zz",
         "https://e.example/", "any thing", "a\nb"]
DATATYPES = ["string", "boolean", "integer", "decimal", "float", "double", "nonPositiveInteger", "negativeInteger", "nonNegativeInteger",
             "positiveInteger", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "date",
             "dateTime", "time", "duration", "dayTimeDuration", "yearMonthDuration", "hexBinary", "anyURI", "gYear", "gYearMonth"]


def xml_schema_takes(form, name):
    """What libxml2 says, but for white space: RDF has none around a lexical form."""
    from lxml import etree
    # libxml2 knows XML Schema 1.0; 1.1 defines two more datatypes, by these patterns.
    base, pattern = {"dayTimeDuration": ("duration", "[^YM]*(T.*)?"), "yearMonthDuration": ("duration", "[^DT]*")}.get(name, (name, None))
    facet = f'<xs:pattern value="{pattern}"/>' if pattern else ""
    schema = etree.XML(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="v"><xs:simpleType>'
                       f'<xs:restriction base="xs:{base}">{facet}</xs:restriction></xs:simpleType></xs:element></xs:schema>')
    element = etree.Element("v")
    element.text = form
    return form == form.strip() and etree.XMLSchema(schema).validate(element)


def compare_literals(plenary, folder):
    """One shape for each datatype, on a property of its own."""
    shapes = folder / "datatypes.ttl"
    head = f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <{XSD}> .\n"
    shapes.write_text(head + "".join(
        f"<https://e.example/shape/{name}> a sh:NodeShape ; sh:targetSubjectsOf <https://e.example/{name}> ;\n"
        f"    sh:property [ sh:path <https://e.example/{name}> ; sh:datatype xsd:{name} ] .\n" for name in DATATYPES))
    triples = [ox.Triple(ox.NamedNode(f"https://e.example/{name}/{at}"), ox.NamedNode(f"https://e.example/{name}"), literal(form, name))
               for name in DATATYPES for at, form in enumerate(FORMS)]
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()
    data = folder / "data"
    data.mkdir()
    (data / "literals.nt").write_text(text)
    ours = focus_nodes(plenary_findings(plenary, data, shapes)["literals.nt"])
    _conforms, theirs = pyshacl_verdict((text, str(shapes)))
    wrong = 0
    # rdflib takes what Python's own functions take. Where it disagrees, libxml2 decides.
    for focus in sorted(ours ^ theirs):
        name, at = focus.removeprefix("https://e.example/").split("/")
        form = FORMS[int(at)]
        if xml_schema_takes(form, name) == (focus in ours):
            wrong += 1
            print(f"{form!r} as xsd:{name}: only {'plenary' if focus in ours else 'pySHACL'} says that it is ill-typed, and libxml2 "
                  "says otherwise")
    print(f"{len(triples)} literals of {len(DATATYPES)} datatypes: {len(ours ^ theirs)} verdicts of pySHACL differ, in "
          f"{len(ours ^ theirs) - wrong} of them libxml2 sides with plenary")
    return wrong


# pySHACL 0.40.1 finds no value by the inverse of a sequence, while it finds it by the sequence of inverses, which is the same path.
MISSED = {"path.ttl": {"https://data.example.org/ns#bad3"}}


def compare_cases(plenary):
    """The cases of tests/shapes, each shapes and data in one file."""
    paths = sorted((ROOT / "tests/shapes/cases").glob("*.ttl"))
    wrong = nodes = 0
    for path in paths:
        ours = focus_nodes(plenary_findings(plenary, path, path)[path.name])
        _conforms, theirs = pyshacl_verdict((path.read_text(encoding="utf-8"), str(path)), "turtle")
        nodes += len(theirs)
        ours -= MISSED.get(path.name, set()) - theirs
        if ours != theirs:
            wrong += 1
            print(f"{path.name}: only plenary {sorted(ours - theirs)}, only pySHACL {sorted(theirs - ours)}")
    print(f"{len(paths)} cases with {nodes} bad nodes, {wrong} verdicts differ")
    return wrong


def check_shapes(plenary):
    """The shapes of SHACL itself, which pySHACL brings, judge our shapes: by pySHACL and by plenary."""
    import pyshacl
    import rdflib
    conforms, _report, text = pyshacl.validate(rdflib.Graph(), shacl_graph=str(SHAPES), meta_shacl=True)
    meta = Path(pyshacl.__file__).parent / "assets/shacl-shacl.ttl"
    found = plenary_findings(plenary, SHAPES, meta)
    faults = [finding for findings in found.values() for finding in findings]
    for finding in faults[:10]:
        print(finding)
    print(f"vocab/shapes.ttl by the shapes of SHACL: {'conforms' if conforms else text}, {len(faults)} findings of plenary")
    return int(not conforms) + len(faults)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("plenary")
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", metavar="FOLDER", help="leave the broken graphs here")
    given = arguments.parse_args()
    plenary = Path(given.plenary).resolve()
    with tempfile.TemporaryDirectory() as work:
        graphs = Path(given.keep or Path(work) / "graphs")
        graphs.mkdir(parents=True, exist_ok=True)
        wrong = compare_graphs(plenary, given.count, given.seed, graphs)
        if wrong is None:
            return 2
        wrong += compare_literals(plenary, Path(work))
        wrong += compare_cases(plenary)
        wrong += check_shapes(plenary)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
