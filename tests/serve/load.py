"""Puts a server under load, and oxigraph's beside it, with the same queries over the same statements.

    python tests/serve/load.py target/release/plenary [--oxigraph PROGRAM] [--seconds 30] [--connections 64] [--sessions 2000]

It needs wrk (Debian has it), and for the comparison a program of oxigraph (PyPI: oxigraph; crates.io: oxigraph-cli). Pages are
asked of plenary alone. Exits 1 where a request failed.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

from serving import Server

PREFIXES = "PREFIX schema: <http://schema.org/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
# From a look-up to a join with a sort; each row of an answer is there to be written.
QUERIES = {
    "a look-up": "SELECT ?p ?o { <https://data.example.org/session/s7> ?p ?o }",
    "yes or no": "ASK { ?session schema:name ?name }",
    "100 names in order": "SELECT ?name { ?session schema:name ?name } ORDER BY ?name LIMIT 100",
    "counts of classes": "SELECT ?class (COUNT(?one) AS ?count) { ?one a ?class } GROUP BY ?class",
    "a join": "SELECT ?session ?name ?start { ?session schema:name ?name ; schema:startDate ?start "
              "FILTER(CONTAINS(STR(?name), \"17\")) } LIMIT 50",
}


def records(folder, sessions):
    """Sessions in the format of records, one a line."""
    path = folder / "sessions.ndjson"
    with path.open("w") as out:
        for at in range(sessions):
            record = {
                "type": "Session",
                "id": f"https://data.example.org/session/s{at}",
                "title": f"Meaningful access, part {at}",
                "start": f"2031-05-{at % 28 + 1:02}T{at % 9 + 9:02}:00:00+02:00",
                "end": f"2031-05-{at % 28 + 1:02}T{at % 9 + 9:02}:45:00+02:00",
                "sessionType": "workshop",
                "keywords": [f"topic {at % 40}", f"region {at % 6}"],
            }
            out.write(json.dumps(record) + "\n")
    return path


def wrk(address, paths, options, accept):
    """Requests a second, times, and failures of a run."""
    lua = "local paths = {" + ", ".join(json.dumps(path) for path in paths) + "}\nlocal at = 0\n"
    lua += f'wrk.headers["Accept"] = "{accept}"\n'
    lua += "request = function() at = at % #paths + 1; return wrk.format(\"GET\", paths[at]) end\n"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua)
        script.flush()
        command = ["wrk", "-t2", f"-c{options.connections}", f"-d{options.seconds}s", "--timeout", "30s", "--latency", "-s", script.name, address]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    one = lambda pattern: (re.search(pattern, said, re.MULTILINE) or [None, "0"])[1]
    refused = int(one(r"Non-2xx or 3xx responses: (\d+)"))
    broken = sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", said)))
    rate, half, most = one(r"Requests/sec:\s+([\d.]+)"), one(r"^ +50%\s+(\S+)"), one(r"^ +99%\s+(\S+)")
    return f"{float(rate):>9.0f} requests/s, p50 {half:>8}, p99 {most:>8}, {refused + broken} failed", refused + broken


def oxigraph(program, dump, folder):
    """A server of oxigraph over a dump, in a folder."""
    subprocess.run([program, "load", "--location", folder, "--file", dump], check=True, capture_output=True)
    subprocess.run([program, "optimize", "--location", folder], check=True, capture_output=True)
    command = [program, "serve-read-only", "--location", folder, "--bind", "127.0.0.1:7979"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(2)
    return process


def ask(endpoint, query):
    return f"{endpoint}?query={urllib.parse.quote(PREFIXES + query)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--oxigraph")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--sessions", type=int, default=2000)
    parser.add_argument("--store", action="store_true", help="keep the statements on disk")
    options = parser.parse_args()
    failed, other = 0, None
    json_results = "application/sparql-results+json"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = records(folder, options.sessions)
        site = folder / "site"
        address = ["--address", "https://data.example.org/"]
        subprocess.run([options.program, "publish", source, "-o", site, "--isolated", "--quiet", *address], check=True)
        dump = site / "data/dataset.nq"
        print(f"{options.sessions} sessions, {sum(1 for _ in dump.open())} statements; {options.connections} connections, {options.seconds} s each")
        if options.oxigraph:
            other = oxigraph(options.oxigraph, dump, folder / "oxigraph")
        store = ["--store", str(folder / "store")] if options.store else []
        try:
            with Server(options.program, *store, source=str(site)) as server:
                paths = ["/", "/session/s1.html", "/session/s2.ttl", "/session/s3", "/assets/style.css"]
                said, count = wrk(server.address, paths, options, "text/html")
                failed += count
                print(f"{'pages':20} plenary  {said}")
                for name, query in QUERIES.items():
                    said, count = wrk(server.address, [ask("/sparql", query)], options, json_results)
                    failed += count
                    print(f"{name:20} plenary  {said}")
                    if other:
                        said, _ = wrk("http://127.0.0.1:7979", [ask("/query", query)], options, json_results)
                        print(f"{'':20} oxigraph {said}")
                print(f"memory of plenary: {server.memory()} MB, {server.memory('VmHWM')} MB at most; healthy in {server.healthy()} ms")
        finally:
            if other:
                other.terminate()
                other.wait(30)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
