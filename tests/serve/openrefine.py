"""Reconciles a column of names as OpenRefine does, and measures time and recall.

    python tests/serve/openrefine.py target/release/plenary [--organizations 3000] [--names 1000]

Organizations are made up and served. The column has names of some of them, as people write them: with slips, in another order,
shortened, in capitals, without accents; a tenth is of organizations that are not there. As OpenRefine does, the client reads the
manifest, takes the type that most candidates of a sample are of, and posts batches of the announced size. Exits 1 unless all is
answered in less than a second, and more than nine of ten known names have their organization as the first candidate. The time of
processors is told, too, because that of the clock is that of the whole machine.
"""

import argparse
import http.client
import json
import random
import sys
import tempfile
import time
import unicodedata
import urllib.parse
from pathlib import Path

from serving import Server

KINDS = ["University of {}", "Ministry of Communications of {}", "{} Institute of Technology", "{} Digital Rights Association",
         "Internet Society {} Chapter", "{} Telecommunications Regulatory Authority", "National Library of {}", "{} Broadband Cooperative",
         "Académie des sciences de {}", "Centre for Internet Studies {}", "{} Youth Network", "Fundación {} Abierta"]
STARTS = ["Nor", "Sou", "Mar", "Bel", "Kal", "Tor", "Vin", "Ela", "Ond", "Pré", "Gal", "Hus", "Iri", "Lom", "Que", "Rav", "Sty", "Umb", "Wex", "Zor"]
MIDDLES = ["the", "li", "va", "ne", "ró", "ma", "ste", "du", "ka", "bri", "go", "se"]
ENDS = ["port", "land", "ville", "stad", "mouth", "field", "grad", "burg", "nia", "dal", "ford", "wick"]


def made_up(count, chance):
    """So many different names."""
    names = set()
    while len(names) < count:
        place = chance.choice(STARTS) + chance.choice(MIDDLES) + chance.choice(ENDS)
        names.add(chance.choice(KINDS).format(place))
    return sorted(names)


def swapped(name, chance):
    letters = list(name)
    inner = [at for at in range(1, len(letters) - 2) if letters[at].isalpha() and letters[at + 1].isalpha()]
    at = chance.choice(inner)
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def written(name, chance):
    """A name as somebody writes it."""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    words = name.split(" ")
    ways = [
        name,
        plain,
        name.upper(),
        swapped(name, chance),
        f"{words[-1]}, {' '.join(words[:-1])}",
        f"The {name}",
        name.replace("University", "Univ.").replace("Ministry", "Min.").replace("Association", "Assoc.").replace("Authority", "Auth."),
        name.replace(" of ", " "),
        f"  {name} ",
        f"{name} ({words[0][0]}{words[-1][0]})",
    ]
    return chance.choice(ways)


class Client:
    """What OpenRefine does, over one connection."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def ask(self, method, path, body=None):
        headers = {"content-type": "application/x-www-form-urlencoded"} if body else {}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text)

    def batch(self, names, of_type=None):
        queries = {f"q{at}": {"query": name, "limit": 5} | ({"type": of_type} if of_type else {}) for at, name in enumerate(names)}
        answer = self.ask("POST", "/reconcile", urllib.parse.urlencode({"queries": json.dumps(queries)}))
        return [answer[f"q{at}"]["result"] for at in range(len(names))]

    def reconcile(self, names):
        """The candidates of each name, and the type that most of a sample are of."""
        size = self.ask("GET", "/reconcile").get("batchSize", 10)
        sample = [one[0]["type"][0] for one in self.batch(names[:10]) if one]
        kinds = [kind if isinstance(kind, str) else kind["id"] for kind in sample]
        of_type = max(set(kinds), key=kinds.count)
        found = []
        for at in range(0, len(names), size):
            found += self.batch(names[at:at + size], of_type)
        return found, of_type


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--organizations", type=int, default=3000)
    parser.add_argument("--names", type=int, default=1000)
    options = parser.parse_args()
    chance = random.Random(8)
    everything = made_up(options.organizations + options.names // 10, chance)
    chance.shuffle(everything)
    known, unknown = everything[:options.organizations], everything[options.organizations:]
    ids = {name: f"https://data.example.org/organization/o{at}" for at, name in enumerate(known)}
    wanted = chance.sample(known, options.names - len(unknown)) + unknown
    chance.shuffle(wanted)
    column = [written(name, chance) for name in wanted]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "organizations.ndjson"
        lines = [json.dumps({"type": "Organization", "id": ids[name], "name": name}) + "\n" for name in known]
        source.write_text("".join(lines))
        with Server(options.program, "--address", "https://data.example.org/", source=str(source)) as server:
            began, used = time.monotonic(), server.used()
            found, of_type = Client(server).reconcile(column)
            took, used = time.monotonic() - began, server.used() - used
    first = right = wrong = there = 0
    for name, candidates in zip(wanted, found):
        matched = candidates and candidates[0]["match"]
        if name not in ids:
            wrong += bool(matched)
            continue
        there += any(one["id"] == ids[name] for one in candidates)
        is_it = bool(candidates) and candidates[0]["id"] == ids[name]
        first += is_it
        right += is_it and bool(matched)
        wrong += bool(matched) and not is_it
    total = len(wanted) - len(unknown)
    print(f"{len(column)} names against {len(known)} organizations, as {of_type}: {took:.2f} s ({used:.2f} s of processors); of {total} known ones "
          f"{there / total:.3f} among the candidates, {first / total:.3f} the first, {right / total:.3f} matched without asking; "
          f"{wrong} matched wrongly, {len(unknown)} unknown")
    return 0 if took < 1 and first / total > 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
