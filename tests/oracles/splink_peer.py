#!/usr/bin/env python3
"""How well does Splink link the mentions that the benchmark `forums` makes, and at what cost, beside plenary?

    cargo bench --bench forums -- --write FOLDER
    python tests/oracles/splink_peer.py target/release/plenary FOLDER

It needs PyPI's splink 4. Neither side sees a label. Splink has blocking rules and comparisons as its documentation has them for
people and for titles, its weights by expectation maximisation; the threshold is the best of all for Splink, the usual one for
plenary. Each runs in a process of its own: seconds of CPU with its children, peak of memory.
"""
import csv
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

HALVES = [step / 2 for step in range(-10, 41)]


def pairs(counts):
    return sum(count * (count - 1) // 2 for count in counts)


class Clusters:
    """Who is together with whom."""

    def __init__(self, size):
        self.of = list(range(size))

    def find(self, one):
        while self.of[one] != one:
            self.of[one] = self.of[self.of[one]]
            one = self.of[one]
        return one

    def join(self, one, other):
        self.of[self.find(one)] = self.find(other)

    def score(self, truth):
        """Precision, recall and F1 of pairs."""
        found = [self.find(one) for one in range(len(truth))]
        both = pairs(Counter(zip(found, truth)).values())
        made, real = pairs(Counter(found).values()), pairs(Counter(truth).values())
        precision, recall = both / made if made else 1.0, both / real if real else 1.0
        return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def settings(kind):
    """Comparisons, blocking rules, and the rules that weights are trained on."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    if kind == "people":
        comparisons = [
            cl.CustomComparison(output_column_name="name", comparison_levels=[
                cll.NullLevel("name"),
                cll.ExactMatchLevel("name", term_frequency_adjustments=True),
                cll.JaroWinklerLevel("name", 0.92),
                cll.ArrayIntersectLevel("words", min_intersection=2),
                cll.JaroWinklerLevel("name", 0.82),
                cll.ArrayIntersectLevel("words", min_intersection=1),
                cll.ElseLevel(),
            ]),
            cl.JaroWinklerAtThresholds("affiliation", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("position"),
            cl.ExactMatch("country").configure(term_frequency_adjustments=True),
        ]
        blocking = [block_on("name"), block_on("affiliation", "country"), block_on("affiliation", "initials"),
                    block_on("words", arrays_to_explode=["words"])]
        training = [block_on("name"), block_on("affiliation")]
    else:
        comparisons = [
            cl.JaroWinklerAtThresholds("title", [0.97, 0.9, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("start").configure(term_frequency_adjustments=True),
            cl.ExactMatch("hour"),
            cl.ExactMatch("room").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("speakers", [0.9, 0.7]),
        ]
        blocking = [block_on("title"), block_on("start", "hour"), block_on("start", "room"), block_on("substr(title, 1, 20)"),
                    block_on("speakers")]
        training = [block_on("title"), block_on("start", "hour")]
    return SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=blocking), training


def splink(kind, table):
    """Links a table, and prints what came of it as JSON."""
    import logging

    import pandas
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    frame = pandas.read_csv(table, dtype=str, keep_default_na=False).replace("", None)
    truth = frame.pop("truth").tolist()
    frame = frame.drop(columns="feed")
    frame.insert(0, "unique_id", range(len(frame)))
    if kind == "people":
        # Words in one order and without case, since feeds write family names first or last.
        words = frame["name"].fillna("").map(lambda name: sorted(re.findall(r"\w+", name.casefold())))
        frame["name"] = [" ".join(one) or None for one in words]
        frame["words"] = [[word for word in one if len(word) > 2] or None for one in words]
        frame["initials"] = ["".join(word[0] for word in one) or None for one in words]
    asked, training = settings(kind)
    linker = Linker(frame, asked, db_api=DuckDBAPI())
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=HALVES[0]).as_pandas_dataframe()
    found = found[["match_weight", "unique_id_l", "unique_id_r"]].sort_values("match_weight", ascending=False)
    rows = found.itertuples(index=False)
    clusters, scores, row = Clusters(len(truth)), [], next(rows, None)
    for threshold in reversed(HALVES):
        while row is not None and row[0] >= threshold:
            clusters.join(int(row[1]), int(row[2]))
            row = next(rows, None)
        scores.append((clusters.score(truth), threshold))
    (precision, recall, f1), threshold = max(scores, key=lambda score: score[0][2])
    print(json.dumps({"precision": precision, "recall": recall, "f1": f1, "threshold": threshold, "pairs": len(found)}))


def measured(command):
    """What a command wrote, its seconds of CPU, the seconds it took, and its peak in megabytes."""
    began = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))} ended with {status}")
    return said, used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss // 1024


def line(name, kind, table, score, cost):
    with table.open(newline="") as rows:
        count = sum(1 for _ in csv.reader(rows)) - 1
    cpu, wall, peak = cost
    print(f"{kind:<9}{count:>7} {name:<8} precision {score[0]:.4f}, recall {score[1]:.4f}, F1 {score[2]:.4f}; "
          f"{cpu:6.1f} s of CPU, {wall:6.1f} s, peak {peak} MB", flush=True)


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    for table in sorted(folder.glob("*-*.csv"), key=lambda path: path.stat().st_size):
        kind = table.stem.split("-")[0]
        said, *cost = measured([program, "link", "eval", table, "--map", folder / f"{kind}.toml"])
        starred = re.search(r"^\*.*$", said, re.MULTILINE)
        numbers = [float(number) for number in re.findall(r"[\d.]+", starred[0])] if starred else sys.exit(said)
        line("plenary", kind, table, numbers[1:4], cost)
        said, *cost = measured([sys.executable, __file__, "--splink", kind, table])
        told = json.loads(said.splitlines()[-1])
        line("Splink", kind, table, (told["precision"], told["recall"], told["f1"]), cost)
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "--splink":
        splink(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main())
