"""Sends the examples of the Reconciliation Service API to a running server, and validates what it answers.

    python tests/serve/reconciliation.py SPECS http://127.0.0.1:8080/

SPECS is the folder of the specification's repository that has a folder for each version, each with `schemas` and `examples`.
Sound requests have to be answered by what the schemas allow, wrong ones refused with a status of 4xx and a reason. It needs
the package jsonschema (tests/oracles/requirements.txt).
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7


class Version:
    """A version of the API: its examples, its schemas, and where the server speaks it."""

    def __init__(self, folder, endpoint):
        self.folder, self.endpoint = folder, endpoint
        schemas = {path.stem: json.loads(path.read_text()) for path in sorted((folder / "schemas").glob("*.json"))}
        self.schemas = schemas
        self.registry = Registry().with_resources(
            (schema["$id"], DRAFT7.create_resource(schema)) for schema in schemas.values()
        )

    def faults(self, schema, value):
        validator = Draft7Validator(self.schemas[schema], registry=self.registry)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def examples(self, kind, verdict):
        return sorted((self.folder / "examples" / kind / verdict).glob("*.json"))


def ask(address, data=None, media_type=None):
    """The status, the media type and the text of an answer."""
    request = urllib.request.Request(address, data=data, headers={"content-type": media_type} if media_type else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read().decode()


def form(name, text):
    return urllib.parse.urlencode({name: text}).encode(), "application/x-www-form-urlencoded"


def main(specs, server):
    checked, faults = 0, []
    old = Version(specs / "0.2", server + "reconcile")
    new = Version(specs / "1.0-draft", server + "reconcile/1.0")

    def check(name, found):
        nonlocal checked
        checked += 1
        faults.extend(f"{name}: {fault}" for fault in found)

    def sound(version, name, schema, answer):
        status, kind, text = answer
        if status != 200 or kind != "application/json":
            return check(name, [f"{status} {kind}: {text}"])
        check(name, version.faults(schema, json.loads(text)))

    def refused(name, answer):
        status, _, text = answer
        has_reason = text.startswith("{") and json.loads(text).get("detail")
        check(name, [] if 400 <= status < 500 and has_reason else [f"{status}: {text}"])

    def queries(version, text):
        if version is old:
            return ask(version.endpoint, *form("queries", text))
        return ask(version.endpoint + "/match", text.encode(), "application/json")

    def extension(version, text):
        if version is old:
            return ask(version.endpoint, *form("extend", text))
        return ask(version.endpoint + "/extend", text.encode(), "application/json")

    for version in (old, new):
        name = version.folder.name
        sound(version, f"{name} manifest", "manifest", ask(version.endpoint))
        for path in version.examples("reconciliation-query-batch", "valid"):
            sound(version, f"{name} {path.name}", "reconciliation-result-batch", queries(version, path.read_text()))
        for path in version.examples("reconciliation-query-batch", "invalid"):
            refused(f"{name} invalid {path.name}", queries(version, path.read_text()))
        for path in version.examples("data-extension-query", "valid"):
            sound(version, f"{name} {path.name}", "data-extension-response", extension(version, path.read_text()))
        for path in version.examples("data-extension-query", "invalid"):
            refused(f"{name} invalid {path.name}", extension(version, path.read_text()))
        for what, schema in (("entity", "entities"), ("property", "properties"), ("type", "types")):
            answer = ask(f"{version.endpoint}/suggest/{what}?prefix=o")
            sound(version, f"{name} suggest {what}", f"suggest-{schema}-response", answer)
        propose = "/propose" if version is old else "/extend/propose"
        answer = ask(f"{version.endpoint}{propose}?type=Organization&limit=5")
        sound(version, f"{name} propose", "data-extension-property-proposal", answer)
        real(version, name, sound, queries, extension)
    for fault in faults:
        print(fault)
    print(f"{checked} requests checked, {len(faults)} faults")
    return 1 if faults or not checked else 0


def real(version, name, sound, queries, extension):
    """The same with ids that the server knows, so that answers are not empty."""
    found = json.loads(ask(f"{version.endpoint}/suggest/entity?prefix=u")[2])["result"]
    ids, names = [one["id"] for one in found], [one["name"] for one in found]
    properties = [one["id"] for one in json.loads(ask(f"{version.endpoint}/suggest/property?prefix=")[2])["result"]]
    query = {"ids": ids, "properties": [{"id": one} for one in properties]}
    sound(version, f"{name} extend {len(ids)} known", "data-extension-response", extension(version, json.dumps(query)))
    if version.folder.name == "0.2":
        batch = {str(at): {"query": text} for at, text in enumerate(names)}
    else:
        batch = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": text}]} for text in names]}
    answer = queries(version, json.dumps(batch))
    sound(version, f"{name} match {len(names)} known", "reconciliation-result-batch", answer)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
