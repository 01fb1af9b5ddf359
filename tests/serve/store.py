"""Kills a server while it loads a store, and looks at what is there afterwards.

    python tests/serve/store.py target/release/plenary [--statements 400000]

A site is published and its dump made long. `plenary serve --store` is killed (SIGKILL) once some of it is confirmed, and started
again: what the log of the first one confirmed has to be there, the rest to be reported and loaded, and every query to be
answered as from memory. A third start has to find everything. Exits 1 where that is not so.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

from serving import INPUT, Server

QUERIES = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT ?s ?o { ?s <https://x.example/p3> ?o } ORDER BY ?o LIMIT 100",
    "SELECT ?o { <https://x.example/s77> ?p ?o }",
    "SELECT ?s { ?s <https://x.example/p1> \"PT90M\"^^<http://www.w3.org/2001/XMLSchema#duration> } LIMIT 5",
]


def lengthen(dump, count):
    """Adds statements to a dump."""
    with dump.open("a") as out:
        for at in range(count):
            value = f'"PT{at % 100}M"^^<http://www.w3.org/2001/XMLSchema#duration>' if at % 5 == 1 else f'"value {at}"'
            out.write(f"<https://x.example/s{at // 7}> <https://x.example/p{at % 5}> {value} .\n")


def confirmed(log):
    """What a log says of the store, line by line."""
    # The last part may be a line that is not whole yet.
    lines = [json.loads(line) for line in log.read_text().split("\n")[:-1] if line.startswith("{")]
    return [line for line in lines if line["event"] == "store"]


def answers(server):
    return [server.get(f"/sparql?query={urllib.parse.quote(query)}", timeout=300, accept="text/csv")[:2] for query in QUERIES]


def killed(program, site, store, log):
    """Starts a server, and kills it after its third confirmation; gives the last one."""
    command = [program, "serve", site, "--isolated", "--quiet", "--listen", "127.0.0.1:0", "--store", store]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=out)
    while len(confirmed(log)) < 3 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return confirmed(log)[-1]


# A build without optimization on a machine that does other things takes its time.
TIME = ["--max-time", "300"]


def started(program, site, store, log):
    """Starts a server and asks it; gives what the log says, the answers, and the seconds until it served."""
    began = time.monotonic()
    with log.open("w") as out, Server(program, *TIME, *(["--store", str(store)] if store else []), source=str(site), log=out) as server:
        took = time.monotonic() - began
        found = answers(server)
    return confirmed(log), found, took


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--statements", type=int, default=400_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site, store, log = folder / "site", folder / "store", folder / "log"
        subprocess.run([options.program, "publish", INPUT, "-o", site, "--isolated", "--quiet"], check=True)
        lengthen(site / "data/dataset.nq", options.statements)
        _, wanted, _ = started(options.program, site, None, log)
        last = killed(options.program, str(site), str(store), log)
        second, found, took = started(options.program, site, store, log)
        third, again, soon = started(options.program, site, store, log)
        size = sum(path.stat().st_size for path in store.iterdir()) >> 20
    print(f"killed after {last['confirmed']} statements were confirmed ({last['bytes']} of {last['of']} bytes)")
    print(f"second start: {second[0]['confirmed']} there, {second[-1]['confirmed'] - second[0]['confirmed']} loaded, {took:.1f} s; "
          f"third start: {third[0]['confirmed']} there, {soon:.1f} s; {size} MB on disk")
    faults = []
    if second[0]["confirmed"] < last["confirmed"]:
        faults.append("what was confirmed is not there")
    if second[-1]["bytes"] != second[-1]["of"] or len(third) != 1 or third[0]["bytes"] != third[0]["of"]:
        faults.append("not everything is there")
    if last["bytes"] == last["of"]:
        faults.append("the first one was killed too late; give more --statements")
    for query, theirs, ours, ours_again in zip(QUERIES, wanted, found, again):
        if theirs[0] != 200 or ours != theirs or ours_again != theirs:
            faults.append(f"not answered as from memory ({theirs[0]}, {ours[0]}, {ours_again[0]}): {query}")
    print("\n".join(faults) if faults else f"{len(QUERIES)} queries answered as from memory")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
