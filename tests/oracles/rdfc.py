#!/usr/bin/env python3
"""The W3C's tests of RDF Dataset Canonicalization (RDFC-1.0) through `plenary convert --canonical`.

    rdfc.py FOLDER [PLENARY]       FOLDER holds the suite: manifest.csv and rdfc10/

The suite is at https://github.com/w3c/rdf-canon (tests). Exits 0 where every test passes, 1 where one does not, 2 where
the suite is not there.
"""
import csv
import subprocess
import sys
import time
from pathlib import Path


def run(plenary, source, algorithm):
    command = [plenary, "convert", "--canonical", str(source)]
    if algorithm == "SHA384":
        command += ["--hash", "sha384"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def verdict(plenary, folder, row):
    """Nothing where the test passes, else why it does not."""
    done = run(plenary, folder / f"{row['test']}-in.nq", row["hashAlgorithm"])
    if row["rdfc10"] == "RDFC10NegativeEvalTest":
        stopped = done.returncode == 3 and "--max-work" in done.stderr and not done.stdout
        return None if stopped else f"not stopped: {done.returncode} {done.stderr}"
    expected = (folder / f"{row['test']}-rdfc10.nq").read_text(encoding="utf-8")
    if done.returncode or done.stdout != expected:
        return f"exit code {done.returncode} {done.stderr}\n{done.stdout}instead of\n{expected}"
    return None


def main():
    suite = Path(sys.argv[1])
    plenary = sys.argv[2] if len(sys.argv) > 2 else "plenary"
    try:
        rows = list(csv.DictReader((suite / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    except OSError as error:
        print(error)
        return 2
    rows = [row for row in rows if row["test"] and row["rdfc10"] != "FALSE"]
    failed = 0
    for row in rows:
        begun = time.monotonic()
        why = verdict(plenary, suite / "rdfc10", row)
        seconds = time.monotonic() - begun
        failed += why is not None
        if why or seconds > 1:
            print(f"{row['test']} {row['name']}: {why or 'passed'} ({seconds:.1f} s)")
    print(f"{len(rows) - failed} of {len(rows)} tests pass")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
