#!/usr/bin/env python3
"""sssom-py about the links that `plenary merge` and `plenary link` write as SSSOM.

    merge_sssom.py [PLENARY]
    merge_sssom.py --judge FILE...

Merges each case of fixtures/merge, hands its links to sssom-py (parse; JSON Schema, prefixes, CURIEs), and
holds the rows that sssom-py read against the lines that were written; or does so with files that are there already. sssom-py pulls in linkml, so where this
Python does not have it, it is installed into an environment of its own, target/sssom. Exits 1 where anything is found.
"""
import csv
import importlib.util
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / "target" / "sssom"
PACKAGE = "sssom==0.4.21"
GIVEN = {"--sources": "sources.toml", "--decisions": "decisions.tsv", "--opt-out": "opt-out.txt"}
RECORDS = {".json", ".ndjson", ".yaml", ".ttl", ".csv"}


def inside():
    """Runs this script again with the Python that has sssom-py."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run([python, "-c", "import sssom"], capture_output=True, cwd=ENVIRONMENT).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:]]).returncode)


def written(plenary, case, out):
    """The SSSOM of a case."""
    sources = sorted(path.name for path in case.iterdir() if path.suffix in RECORDS)
    command = [plenary, "merge", "--isolated", "--quiet", "--base", "https://data.example.org/", *sources]
    for flag, name in GIVEN.items():
        if (case / name).exists():
            command += [flag, name]
    subprocess.run([*command, "--sssom", out, "-o", out.with_suffix(".ndjson")], cwd=case, check=True)
    return out


def lines(text):
    """Subject, predicate and object of each line, by a reader of tables alone."""
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]


def judged(path):
    """How many rows sssom-py reads of a file, and what it finds wrong."""
    from sssom.constants import SchemaValidationType
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate
    from sssom_schema import MappingSet

    # Not strict: that refuses sound metadata in sssom 0.4 (its answer is read the wrong way round).
    table = parse_sssom_table(path)
    kinds = [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness,
             SchemaValidationType.StrictCurieFormat]
    reports = validate(table, kinds, fail_on_error=False) or {}
    found = [result.message for report in reports.values() for result in report.results]
    # The parser drops slots that it does not know.
    text = path.read_text(encoding="utf-8")
    unknown = set(re.findall(r"^#(\w+):", text, re.M)) - set(MappingSet.__dataclass_fields__)
    found += [f"unknown metadata: {slot}" for slot in sorted(unknown)]
    own = sorted(tuple(map(table.converter.expand, row)) for row in lines(text))
    read = sorted((table.converter.expand(row.subject_id), table.converter.expand(row.predicate_id),
                   table.converter.expand(row.object_id)) for row in table.df.itertuples())
    if own != read:
        found.append(f"{len(own)} lines were written, and {len(read)} other ones read")
    if any(None in row for row in read):
        found.append("a name has no IRI")
    return len(read), found


def told(name, count, found):
    print(f"{name}: {count} mappings, {len(found)} findings", *found, sep="\n  ")


def main():
    if sys.argv[1:2] == ["--judge"]:
        results = [(path, *judged(Path(path))) for path in sys.argv[2:]]
        for result in results:
            told(*result)
        return 1 if any(found for _, _, found in results) else 0
    plenary = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/plenary").resolve()
    cases = sorted(path for path in (ROOT / "fixtures/merge").iterdir() if path.is_dir())
    failed = mappings = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            count, found = judged(written(plenary, case, Path(folder) / f"{case.name}.sssom.tsv"))
            mappings += count
            failed += bool(found)
            told(case.name, count, found)
    print(f"{len(cases) - failed} of {len(cases)} files of {mappings} mappings are valid SSSOM")
    return 1 if failed or not mappings else 0


if __name__ == "__main__":
    if importlib.util.find_spec("sssom") is None:
        inside()
    sys.exit(main())
