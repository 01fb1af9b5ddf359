#!/usr/bin/env python3
"""Two views of one event, merged: is every session still there, none taken for another one, and is the result sound?

    pairs.py PLENARY FOLDER --table PAIRS.tsv [--python PYTHON] [--keep OUT]
    pairs.py PLENARY FOLDER FIRST SECOND [FLAG]...

FIRST and SECOND are paths below FOLDER; a table has a pair a line, and flags for `plenary merge` behind it (a time zone, an
edition), all with tabs between. For each pair it prints

- the sessions of both views, of the result, and of both in one;
- lost: sessions of a view that the ledger or the result does not have;
- fused: sessions of the result that hold two of one view with other titles or times;
- apart: titles that each view has once, and that did not become one session. Whether they should have is for a reader to say;
- joined: sessions that became one under titles that have few words in common, for a reader as well;
- what `plenary validate`, pySHACL and sssom-py say of the result (the last two by PYTHON, where it has them).

Exits 1 where a session is lost, or one of the three judges finds an error.
"""
import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE = ["--isolated", "--base", "https://data.example.org/"]


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def folded(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def title_of(session):
    title = session.get("title", "")
    return title if isinstance(title, str) else next(iter(title.values()), "")


def sessions_of(text):
    """The sessions of records in normal form, by id; also of those that a dataset lists."""
    records = [json.loads(line) for line in text.split("\n") if line.strip()]
    return {record["id"]: record for record in records if record.get("type") == "Session"}


def view(plenary, path, flags):
    """The sessions of one view, as a merge reads them."""
    done = run(plenary, "convert", path, "--normalize", "--to", "ndjson", "-q", *BASE, *flags)
    return sessions_of(done.stdout)


def clusters_of(ledger):
    """The sessions of the result: the key of each member, by source."""
    clusters = defaultdict(lambda: defaultdict(set))
    for row in csv.DictReader(ledger.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["type"] == "Session":
            clusters[row["iri"]][row["source"]].add(row["key"])
    return clusters


def told(session):
    return f"{title_of(session)} [{session.get('start', '-')}]"


def counts(views, clusters, merged):
    """What became of the sessions: lists of words by name."""
    found = {"lost": [], "fused": [], "apart": [], "joined": []}
    of = {}
    for iri, members in clusters.items():
        for source, keys in members.items():
            of.update({(source, key): iri for key in keys})
            if len({told(views[source][key]) for key in keys if key in views[source]}) > 1:
                found["fused"].append(" / ".join(sorted(told(views[source][key]) for key in keys)))
    for source, sessions in views.items():
        found["lost"] += [told(session) for key, session in sessions.items() if of.get((source, key)) not in merged]
    first, second = views.values()
    names = [Counter(folded(title_of(session)) for session in sessions.values()) for sessions in (first, second)]
    others = {folded(title_of(session)): key for key, session in second.items()}
    for key, session in first.items():
        title = folded(title_of(session))
        if title and names[0][title] == names[1][title] == 1 and of.get(("a", key)) != of.get(("b", others[title])):
            found["apart"].append(f"{told(session)} / {told(second[others[title]])}")
    for members in clusters.values():
        for one in members["a"] & first.keys():
            for other in members["b"] & second.keys():
                words = [set(folded(title_of(session)).split()) for session in (first[one], second[other])]
                if len(words[0] & words[1]) * 2 < len(words[0] | words[1]):
                    found["joined"].append(f"{told(first[one])} / {told(second[other])}")
    return found, sum(1 for members in clusters.values() if members["a"] and members["b"])


def judged(plenary, python, out):
    """What three judges find wrong with the result."""
    validated = run(plenary, "validate", "--isolated", "--format", "json", out / "out.ndjson")
    errors = [finding["message"] for finding in json.loads(validated.stdout or "[]") if finding["severity"] == "error"]
    found = [f"validate: {message}" for message in errors[:5]]
    if python:
        run(plenary, "convert", out / "out.ndjson", "--to", "turtle", "-q", "-o", out / "out.ttl", *BASE)
        shacl = run(python, ROOT / "tests/oracles/oracle.py", "shacl", ROOT / "vocab/shapes.ttl", out / "out.ttl")
        found += [f"pySHACL: {(shacl.stdout + shacl.stderr)[-600:]}"] if shacl.returncode else []
        links = run(python, ROOT / "tests/oracles/merge_sssom.py", "--judge", out / "links.sssom.tsv")
        found += [f"sssom-py: {(links.stdout + links.stderr)[-600:]}"] if links.returncode else []
    return found


def pair(plenary, python, paths, flags, out):
    """Merges two views, prints what came of it, and says whether it is sound."""
    out.mkdir(parents=True, exist_ok=True)
    ledger = out / "ledger.tsv"
    ledger.unlink(missing_ok=True)
    started = time.perf_counter()
    merged = run(plenary, "merge", *BASE, *flags, f"a={paths[0]}", f"b={paths[1]}", "-o", out / "out.ndjson", "--ledger", ledger,
                 "--sssom", out / "links.sssom.tsv", "--review", out / "review.tsv", "--conflicts", out / "conflicts.tsv")
    seconds = time.perf_counter() - started
    if merged.returncode:
        print(f"not merged: {merged.stderr.strip()[-400:]}")
        return False
    views = {source: view(plenary, path, flags) for source, path in zip("ab", paths)}
    result = sessions_of((out / "out.ndjson").read_text(encoding="utf-8"))
    found, both = counts(views, clusters_of(ledger), result)
    wrong = judged(plenary, python, out)
    sizes = [len(sessions) for sessions in views.values()]
    print(f"{sizes[0]} and {sizes[1]} sessions are {len(result)}, {both} of them of both; {seconds:.1f} s; "
          + ", ".join(f"{len(words)} {name}" for name, words in found.items()) + f"; {len(wrong)} errors")
    print("  " + merged.stderr.strip().splitlines()[-1])
    for name, words in found.items():
        for line in words[:8]:
            print(f"  {name}: {line[:200]}")
    print(*(f"  {line}" for line in wrong), sep="\n" if wrong else "", end="\n" if wrong else "")
    return not found["lost"] and not wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plenary", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pair", nargs="*", help="two paths below the folder")
    parser.add_argument("--table", type=Path)
    parser.add_argument("--python", help="a Python with pySHACL and sssom-py")
    parser.add_argument("--keep", type=Path, help="where to leave what is written")
    given, flags = parser.parse_known_args()
    rows = [[*given.pair, *flags]] if given.pair else []
    if given.table:
        rows += [line.split("\t") for line in given.table.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    sound = bool(rows)
    with tempfile.TemporaryDirectory() as folder:
        for number, (first, second, *flags) in enumerate(rows, 1):
            print(f"{number}. {first} and {second}", flush=True)
            out = (given.keep or Path(folder)) / str(number)
            sound &= pair(given.plenary.resolve(), given.python, [given.folder / first, given.folder / second], flags, out)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
