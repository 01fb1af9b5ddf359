#!/usr/bin/env python3
"""Are plenary's reports what the definitions of their forms say, and do all forms tell of the same findings?

    reports.py PLENARY PATH...

SARIF goes to the JSON Schema that the crate serde-sarif has in its source, the JSON report and the baseline to our own
schemas, JUnit to a strict reading by lxml, annotations to the grammar that GitHub documents.
Exits 0 where all is well, 1 with a line for each fault.
"""
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = {"json": "json", "sarif": "sarif", "junit": "xml", "github": "github", "gitlab": "gitlab", "markdown": "md"}


def sarif_schema():
    """The schema in the source of the crate."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    crate = next(package for package in metadata["packages"] if package["name"] == "serde-sarif")
    return json.loads((Path(crate["manifest_path"]).parent / "src/schema.json").read_text())


def schema_faults(validator, schema, value):
    validator.check_schema(schema)
    errors = validator(schema, format_checker=FormatChecker()).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


def key(ident, file, line):
    return ident, file.removeprefix("./"), int(line)


def of_json(text):
    findings = json.loads(text)
    schema = json.loads((ROOT / "schemas/report.schema.json").read_text())
    keys = [key(finding["id"], finding["file"], finding["line"]) for finding in findings]
    return schema_faults(Draft202012Validator, schema, findings), keys


def of_sarif(text):
    log = json.loads(text)
    faults = schema_faults(Draft7Validator, sarif_schema(), log)
    keys = []
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        physical = result["locations"][0]["physicalLocation"]
        # What a comment suppresses stays in SARIF, marked; the other forms leave it out.
        if not result.get("suppressions"):
            keys.append(key(result["ruleId"], physical["artifactLocation"]["uri"], physical["region"]["startLine"]))
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            faults.append(f"{result['ruleId']}: another rule has its number")
    if len({rule["id"] for rule in rules}) != len(rules):
        faults.append("a rule stands twice")
    return faults, keys


# The elements of the schemas of Jenkins and Surefire that are used: attributes, all of them required, and children.
JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"testcase"}),
    "testcase": ({"name", "classname", "time"}, {"failure", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "system-out": (set(), set()),
}
CASE = re.compile(r"line (\d+), column \d+: (\S+)")


def of_junit(text):
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    faults = [] if root.tag == "testsuites" else [f"the root is {root.tag}"]
    for element in root.iter():
        attributes, children = JUNIT[element.tag]
        if set(element.attrib) != attributes:
            faults.append(f"line {element.sourceline}: {element.tag} has {sorted(element.attrib)}")
        strangers = [child for child in element if child.tag not in children]
        faults += [f"line {child.sourceline}: {child.tag} in {element.tag}" for child in strangers]
        for name, counted in (("tests", "testcase"), ("failures", "failure")) if "tests" in element.attrib else ():
            if element.get(name) != str(len(list(element.iter(counted)))):
                faults.append(f"{element.get('name')}: {name} is not the number of its {counted} elements")
    keys = []
    for case in root.iter("testcase"):
        match = CASE.fullmatch(case.get("name"))
        if match:
            keys.append(key(match[2], case.get("classname"), match[1]))
        elif len(case):
            faults.append(f"{case.get('name')}: a finding without a place")
    return faults, keys


ANNOTATION = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
PROPERTIES = {"file", "line", "col", "endLine", "endColumn", "title"}


def unescaped(text, *more):
    for escape, plain in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, plain)
    return text


def of_github(text):
    faults, keys = [], []
    for line in text.split("\n")[:-1]:
        match = ANNOTATION.fullmatch(line)
        if not match:
            faults.append(f"not an annotation: {line}")
            continue
        pairs = [pair.split("=", 1) for pair in match[2].split(",")]
        properties = {name: unescaped(value, ("%3A", ":"), ("%2C", ",")) for name, value in pairs}
        if not {"file", "line", "title"} <= set(properties) <= PROPERTIES or not unescaped(match[3]):
            faults.append(f"unknown or missing property, or no text: {line}")
            continue
        if "col" in properties and properties["line"] != properties["endLine"]:
            faults.append(f"columns over several lines: {line}")
        keys.append(key(properties["title"], properties["file"], properties["line"]))
    return faults, keys


def of_gitlab(text):
    issues = json.loads(text)
    severities = {issue["severity"] for issue in issues} - {"info", "minor", "major"}
    faults = [f"{severity} is no severity" for severity in sorted(severities)]
    if len({issue["fingerprint"] for issue in issues}) != len(issues):
        faults.append("a fingerprint stands twice")
    places = [(issue["check_name"], issue["location"]) for issue in issues]
    return faults, [key(ident, place["path"], place["lines"]["begin"]) for ident, place in places]


READERS = {"json": of_json, "sarif": of_sarif, "junit": of_junit, "github": of_github, "gitlab": of_gitlab}


def baseline_faults(path):
    schema = json.loads((ROOT / "schemas/baseline.schema.json").read_text())
    return schema_faults(Draft202012Validator, schema, json.loads(path.read_text()))


def main():
    plenary, *paths = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        files = {form: Path(folder) / f"report.{ending}" for form, ending in ENDINGS.items()}
        outputs = [argument for form, file in files.items() for argument in ("--output", f"{form}={file}")]
        baseline = Path(folder) / "baseline.json"
        command = [Path(plenary).resolve(), "validate", *paths, *outputs, "--write-baseline", baseline]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        faults = [] if done.returncode in (0, 1) else [f"exit code {done.returncode}"]
        faults += [f"baseline: {fault}" for fault in baseline_faults(baseline)]
        counted = {}
        for form, reader in READERS.items():
            found, keys = reader(files[form].read_text())
            faults += [f"{form}: {fault}" for fault in found]
            counted[form] = Counter(keys)
    faults += [f"{form} tells of other findings than json" for form in counted if counted[form] != counted["json"]]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{sum(counted['json'].values())} findings in {len(READERS)} forms, {len(faults)} faults")
    return 1 if faults or not counted["json"] else 0


if __name__ == "__main__":
    sys.exit(main())
