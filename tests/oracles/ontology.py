#!/usr/bin/env python3
"""Independent judges of what plenary publishes about itself: ontology, shapes, concept schemes, mappings, pages of terms.

    ontology.py ROOT        ROOT: the repository; exits 0 where all holds, 1 with the faults

Parsed by rdflib, closed under OWL RL by owlrl, shapes checked against the shapes of SHACL by pySHACL, mappings by sssom-py.
"""
import keyword
import re
import sys
from collections import Counter
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Namespace, URIRef
from rdflib import namespace as known

OURS = "https://w3id.org/plenary/"
PL = Namespace(OURS + "ns#")
ONTOLOGY = URIRef(OURS + "ns")
UN = "http://metadata.un.org/sdg"
VANN = Namespace("http://purl.org/vocab/vann/")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
HIERARCHY = (RDFS.subClassOf, RDFS.subPropertyOf)
MAPPINGS = [SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch]

# Vocabularies whose terms rdflib lists: those that records are said in, and those that only vocabularies are.
USED = [known.SDO, known.ORG, known.PROV, known.DCAT, known.DCTERMS, SKOS, known.VOID]
CLOSED = [*USED, OWL, RDFS, SH, XSD, VANN]

faults = []


def need(holds, what):
    if not holds:
        faults.append(what)


def namespace(vocabulary):
    """The namespace as we write it: schema.org in its http form."""
    return str(vocabulary).replace("https://schema.org/", "http://schema.org/")


def terms_of(vocabulary):
    """What rdflib lists; it leaves out what Python has as keywords (sh:in)."""
    listed = set(getattr(vocabulary, "__annotations__", {}))
    return listed | set(keyword.kwlist) if listed else listed


def load(path):
    return Graph().parse(path, format="turtle")


def header(graph):
    wanted = [OWL.versionIRI, OWL.versionInfo, DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license,
              DCTERMS.created, DCTERMS.modified, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri]
    for predicate in wanted:
        need(len(list(graph.objects(ONTOLOGY, predicate))) == 1, f"ontology: not one {predicate}")
    need(str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(PL), "ontology: another namespace than that of its terms")
    version = graph.value(ONTOLOGY, OWL.versionInfo)
    need(graph.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}"), "ontology: versionIRI and versionInfo differ")


def one_a_language(graph, subject, predicate):
    languages = Counter(text.language for text in graph.objects(subject, predicate))
    need(languages.get("en") == 1, f"{subject}: not one English {predicate}")
    need(max(languages.values(), default=0) == 1 and None not in languages, f"{subject}: {predicate} twice in a language, or without one")


def ours(graph, text):
    """The declared terms; each described once, and told apart from any of the same name."""
    declared = {s for kind in KINDS for s in graph.subjects(RDF.type, kind)}
    for term in sorted(declared):
        need(str(term).startswith(str(PL)), f"ontology: declares {term}, which is not ours")
        need(len(set(graph.objects(term, RDF.type))) == 1, f"{term}: of several types")
        local = str(term)[len(PL):]
        need(len(re.findall(rf"^pl:{local} a ", text, re.M)) == 1, f"{term}: not declared in one place")
        one_a_language(graph, term, RDFS.label)
        one_a_language(graph, term, SKOS.definition)
        need(graph.value(term, RDFS.isDefinedBy) == ONTOLOGY, f"{term}: does not say where it is defined")
        need(graph.value(term, VS.term_status) is not None, f"{term}: has no status")
        namesakes(graph, term, local)
    return declared


def namesakes(graph, term, local):
    for vocabulary in USED:
        if local in terms_of(vocabulary):
            told = URIRef(namespace(vocabulary) + local) in set(graph.objects(term, RDFS.seeAlso))
            need(told and graph.value(term, SKOS.scopeNote), f"{term}: {namespace(vocabulary)}{local} has the same name; use it, or say how they differ")


def foreign(path, graph):
    """Nothing is said of terms of others; of the UN's identifiers only what SKOS says."""
    for s, p, _ in graph:
        if not isinstance(s, URIRef) or str(s).startswith(OURS):
            continue
        of_un = str(s).startswith(UN) and path.name == "sdg.ttl"
        need(of_un and (p in (RDF.type, DCTERMS.title) or str(p).startswith(str(SKOS))), f"{path.name}: says {p} of {s}, which is not ours")


def used_terms(path, graph, declared):
    for term in {t for triple in graph for t in triple if isinstance(t, URIRef)}:
        if str(term).startswith(str(PL)):
            need(term in declared, f"{path.name}: uses {term}, which the ontology does not declare")
        for vocabulary in CLOSED:
            base = namespace(vocabulary)
            local = str(term)[len(base):]
            if str(term).startswith(base) and local and "/" not in local and terms_of(vocabulary):
                # Members of enumerations are individuals, which rdflib does not list for schema.org.
                individual = vocabulary is known.SDO and local[:1].isupper() and local not in terms_of(vocabulary)
                need(local in terms_of(vocabulary) or individual, f"{path.name}: {term} is unknown in its vocabulary")


def closure(graph):
    import owlrl
    closed = Graph()
    closed += graph
    owlrl.DeductiveClosure(owlrl.RDFS_OWLRL_Semantics).expand(closed)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    for s, p, o in closed:
        if "error" in str(p).lower() and not str(p).startswith(OURS) or p == error:
            faults.append(f"OWL RL: {s} {p} {o}")
    for term in set(graph.subjects(RDFS.isDefinedBy, ONTOLOGY)):
        for relation in HIERARCHY:
            need(term not in graph.transitive_objects(graph.value(term, relation), relation) or graph.value(term, relation) is None,
                 f"{term}: wider than itself")
        kinds = KINDS & set(closed.objects(term, RDF.type))
        need(not {OWL.ObjectProperty, OWL.DatatypeProperty} <= kinds, f"{term}: object and datatype property at once")
    return len(closed)


def shapes(path, graph):
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError
    try:
        pyshacl.validate(Graph(), shacl_graph=str(path), meta_shacl=True, advanced=False)
    except ReportableRuntimeError as error:
        faults.append(f"shapes: {error}")
    named = {s for s in graph.subjects(RDF.type, SH.NodeShape)}
    for node in graph.objects(None, SH.node):
        need(node in named, f"shapes: {node} is no shape")
    return len(named)


def context_terms(root, declared):
    text = (root / "schemas/context.jsonld").read_text()
    for iri in re.findall(r'"(?:pl:|' + re.escape(str(PL)) + r')(\w+)"', text):
        need(PL[iri] in declared, f"context: pl:{iri} is not declared")


def scheme_header(graph, scheme):
    if str(scheme).startswith(OURS):
        for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license):
            need(graph.value(scheme, predicate), f"{scheme}: has no {predicate}")


def concepts(graph):
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    for scheme in schemes:
        scheme_header(graph, scheme)
    every = set(graph.subjects(RDF.type, SKOS.Concept))
    for concept in every:
        one_a_language(graph, concept, SKOS.prefLabel)
        need(len(list(graph.objects(concept, SKOS.notation))) == 1, f"{concept}: not one notation")
        homes = list(graph.objects(concept, SKOS.inScheme))
        need(len(homes) == 1 and homes[0] in schemes, f"{concept}: not in one known scheme")
        placed(graph, concept, homes)
        labels(graph, concept)
        apart(graph, concept)
        if str(concept).startswith(OURS) and "/" not in str(graph.value(concept, SKOS.notation)) and "/wsis/" not in str(concept) and "/region/" not in str(concept):
            need(graph.value(concept, SKOS.definition), f"{concept}: has no definition")
    return len(schemes), len(every)


def placed(graph, concept, homes):
    """Top of its scheme or below something, told from both ends, in no circle."""
    tops = list(graph.objects(concept, SKOS.topConceptOf))
    wider = list(graph.objects(concept, SKOS.broader))
    need(tops or wider, f"{concept}: neither top concept nor below one")
    for scheme in tops:
        need((scheme, SKOS.hasTopConcept, concept) in graph, f"{concept}: {scheme} does not name it")
    for other in wider:
        need((other, SKOS.narrower, concept) in graph, f"{concept}: {other} does not name it as narrower")
        need(graph.value(other, SKOS.inScheme) in homes, f"{concept}: broader leads out of the scheme")
        need(concept not in graph.transitive_objects(other, SKOS.broader), f"{concept}: broader than itself")
    for other in graph.objects(concept, SKOS.narrower):
        need((other, SKOS.broader, concept) in graph, f"{concept}: {other} does not name it as broader")


def labels(graph, concept):
    """SKOS S13: preferred, alternative and hidden labels are disjoint."""
    seen = Counter(text for p in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel) for text in graph.objects(concept, p))
    need(max(seen.values()) == 1, f"{concept}: a label of two kinds: {[text for text, n in seen.items() if n > 1]}")


def apart(graph, concept):
    """SKOS S27 and S46: related is not in the hierarchy, exact is neither wider nor related; one relation to each concept."""
    for other in graph.objects(concept, SKOS.related):
        need(other not in graph.transitive_objects(concept, SKOS.broader), f"{concept}: {other} is related and broader")
    relations = Counter(other for p in MAPPINGS for other in graph.objects(concept, p))
    need(max(relations.values(), default=1) == 1, f"{concept}: two relations to one concept")


def mappings(root, graph):
    """The rows are valid SSSOM and just the statements of the Turtle files."""
    from sssom.constants import SchemaValidationType
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate
    from sssom_schema import MappingSet
    rows = set()
    for path in sorted(root.glob("vocab/*.sssom.tsv")):
        # Not strict: that refuses sound metadata in sssom 0.4 (its answer is read the wrong way round).
        table = parse_sssom_table(path)
        report = validate(table, [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness,
                                  SchemaValidationType.StrictCurieFormat], fail_on_error=False)
        for result in (result for part in (report or {}).values() for result in part.results):
            faults.append(f"{path.name}: {result.message}")
        # The parser drops slots that it does not know, and has a default for those that are missing.
        slots = set(re.findall(r"^#(\w+):", path.read_text(), re.M))
        need(slots <= set(MappingSet.__dataclass_fields__), f"{path.name}: unknown metadata in {sorted(slots)}")
        need({"mapping_set_id", "license", "mapping_set_version", "curie_map"} <= slots, f"{path.name}: metadata is missing")
        for row in table.df.itertuples():
            triple = tuple(URIRef(table.converter.expand(name)) for name in (row.subject_id, row.predicate_id, row.object_id))
            need(triple not in rows, f"{path.name}: {triple} stands twice")
            rows.add(triple)
        need(table.metadata["mapping_set_id"] == f"{OURS}mappings/{path.name.split('.')[0]}", f"{path.name}: named otherwise inside")
    wanted = {t for p in [*MAPPINGS, *HIERARCHY] for t in graph.triples((None, p, None))}
    for triple in sorted(rows ^ wanted):
        faults.append(f"mapping only in {'SSSOM' if triple in rows else 'Turtle'}: {triple}")
    return len(rows)


def pages(root, declared):
    """Each term has a page, whose JSON says no more than its Turtle by a JSON-LD processor."""
    from oracle import jsonld_quads
    found = {path.stem for path in root.glob("docs/terms/*/*.md")}
    need({str(term)[len(PL):] for term in declared} == found, "pages: not one for each term")
    work = root / "target"
    work.mkdir(exist_ok=True)
    for path in sorted(root.glob("docs/terms/*/*.md")):
        blocks = dict(re.findall(r"```(json|turtle)\n(.*?)```", path.read_text(), re.S))
        record = work / "term-example.json"
        record.write_text(blocks["json"])
        said = Graph().parse(data=jsonld_quads(record, root / "schemas/context.jsonld"), format="nt")
        told = Graph().parse(data=blocks["turtle"], format="turtle")
        need(len(said) > 1, f"{path}: the JSON says nothing")
        for triple in set(said) - set(told):
            faults.append(f"{path}: only in JSON: {triple}")
        need(PL[path.stem] in {term for triple in told for term in triple}, f"{path}: the example does not use the term")
        record.unlink()
    return len(found)


def main(root):
    root = Path(root)
    files = {path: load(path) for path in sorted(root.glob("vocab/*.ttl"))}
    ontology = files[root / "vocab/ontology.ttl"]
    header(ontology)
    declared = ours(ontology, (root / "vocab/ontology.ttl").read_text())
    every = Graph()
    for path, graph in files.items():
        foreign(path, graph)
        used_terms(path, graph, declared)
        every += graph
    context_terms(root, declared)
    closed = closure(ontology)
    shaped = shapes(root / "vocab/shapes.ttl", files[root / "vocab/shapes.ttl"])
    schemes, held = concepts(every)
    rows = mappings(root, every)
    paged = pages(root, declared)
    for fault in faults:
        print(fault)
    print(f"{len(declared)} terms, {closed} statements in the closure, {shaped} shapes, {held} concepts in {schemes} schemes, "
          f"{rows} mappings, {paged} pages: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
