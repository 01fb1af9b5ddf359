#!/usr/bin/env python3
"""Are real feeds read in full? Prints a table: file, what was expected, what was got, findings, seconds.

    feeds.py PLENARY FOLDER [--kind KIND]... [--roads OUT] [--timezone ZONE] [--explain]

FOLDER holds feeds and an `INDEX.tsv` with the columns `file`, `kind`, `sessions` and `speakers`: how many of them an
independent parser found. Under a row with other counts, `--explain` prints what the import report says of it: how many
items of each kind were read and what became of them, why some were left out, and the first errors. A folder in the table is read as one input of several files. With `--roads` the records are
written in every syntax of RDF to OUT, for `batch.py` to judge. Exits 1 where counts of sessions differ or a record has
errors.
"""
import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ENDINGS = {"ndjson": "ndjson", "nquads": "nq", "ntriples": "nt", "turtle": "ttl", "trig": "trig", "rdfxml": "rdf", "jsonld": "jsonld"}


def run(plenary, command, path, *more):
    started = time.perf_counter()
    done = subprocess.run([plenary, command, "--isolated", path, *more], capture_output=True, text=True)
    return done, time.perf_counter() - started


def records_of(done):
    return [json.loads(line) for line in done.stdout.split("\n") if line.strip()]


def sessions_and_people(records):
    """Sessions, and people by their id, else by their name."""
    tops = [item for record in records for item in [record, *record.get("sessions", []), *record.get("people", [])]]
    sessions = [record for record in tops if record.get("type") == "Session"]
    agents = [one.get("agent") for session in sessions for one in session.get("participations", []) if isinstance(one, dict)]
    agents += [record for record in tops if record.get("type") == "Person"]
    people = {agent if isinstance(agent, str) else agent.get("id") or json.dumps(agent.get("name")) for agent in agents if agent}
    return len(sessions), len(people)


def findings_of(done):
    try:
        return Counter(finding["severity"] for finding in json.loads(done.stdout or "[]"))
    except json.JSONDecodeError:
        return Counter(internal=1)


def account_of(plenary, path, zone):
    """Lines that say what became of the items of a feed, by its import report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        run(plenary, "convert", path, "--to", "ndjson", "-q", "-o", str(Path(folder) / "out"), "--report", str(report), *zone)
        if not report.is_file():
            return ["no report: the file cannot be read"]
        account = json.loads(report.read_text(encoding="utf-8"))
    lines = []
    for item in account["items"]:
        fates = [f"{item[fate]} {name}" for fate, name in (("records", "records"), ("parts", "in records"), ("left", "left out")) if item[fate]]
        lines.append(f"{item['read']} of kind {item['kind']}: {', '.join(fates)}")
    told = Counter(re.sub(r'"[^"]*"', '"..."', one["message"]) for one in account["told"] if one["id"] in ("loss/item", "loss/record", "import/repeated"))
    lines += [f"{count} x {message}" for message, count in told.most_common(6)]
    if account["refused"]:
        lines.append(f"{account['refused']} records refused, because of errors")
    return lines or ["nothing in it is an item of a feed: it was read as records or a page of ours"]


def write_roads(plenary, path, out, zone):
    """The records of a feed in normal form; none where it has none."""
    out.mkdir(parents=True, exist_ok=True)
    for format, ending in ENDINGS.items():
        target = out / f"normal.{ending}"
        run(plenary, "convert", path, "--normalize", "--to", format, "--base", "https://data.example.org/", *zone, "-q", "-o", str(target))
    if not (out / "normal.ndjson").is_file() or not (out / "normal.ndjson").read_text().strip():
        for file in out.iterdir():
            file.unlink()
        out.rmdir()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plenary")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", action="append")
    parser.add_argument("--roads", type=Path)
    parser.add_argument("--timezone", default="Europe/Zurich")
    parser.add_argument("--explain", action="store_true")
    arguments = parser.parse_args()
    zone = ["--timezone", arguments.timezone]
    wrong = read = 0
    print(f"{'file':56} {'sessions':>13} {'people':>13}  errors warnings notes  seconds")
    with open(arguments.folder / "INDEX.tsv", encoding="utf-8") as index:
        rows = [row for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)]
    for row in rows:
        path = arguments.folder / row["file"]
        expected = row.get("sessions") or "", row.get("speakers") or ""
        if not path.exists() or (arguments.kind and row["kind"] not in arguments.kind) or not any(expected):
            continue
        done, seconds = run(arguments.plenary, "convert", str(path), "--to", "ndjson", *zone, "-q")
        got = sessions_and_people(records_of(done))
        found = findings_of(run(arguments.plenary, "validate", str(path), "--format", "json", *zone)[0])
        read += 1
        differs = bool(expected[0]) and str(got[0]) != expected[0]
        wrong += differs or bool(found["error"] + found["internal"])
        counts = " ".join(f"{want or '-':>6}/{have:<6}" for want, have in zip(expected, got))
        mark = "!" if differs else " "
        print(f"{row['file'][:56]:56}{mark}{counts}  {found['error'] + found['internal']:6} {found['warning']:8} {found['note']:5}  {seconds:7.2f}", flush=True)
        if arguments.explain and (differs or found["error"] + found["internal"]):
            for line in account_of(arguments.plenary, str(path), zone):
                print(f"    {line}", flush=True)
        if arguments.roads:
            write_roads(arguments.plenary, str(path), arguments.roads / row["file"].strip("/").replace("/", "_"), zone)
    print(f"{read} feeds, {wrong} with other counts or errors")
    return 1 if wrong or not read else 0


if __name__ == "__main__":
    sys.exit(main())
