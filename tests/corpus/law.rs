//! The laws: every check has a mistake in the corpus, and any two mistakes in one record are told as each is told alone.

use std::collections::BTreeSet;

use plenary::check::CHECKS;
use twox_hash::XxHash3_64;

use crate::seeds::{Seed, seeds};
use crate::write::{SYNTAXES, Syntax};
use crate::{File, Mistake};

/// Checks that no change of a sound record brings out, by their family or id, and why.
const NOT_SEEDED: &[(&str, &str)] = &[
    ("config/", "told while the configuration is read"),
    ("completeness/", "off unless a profile asks: their fixtures bring one"),
    ("identity/blank-node", "only RDF has nodes without a name"),
    ("identity/conflict", "only in RDF may a node say one thing twice"),
    ("identity/no-key", "told where names are made for RDF"),
    ("identity/same-key", "takes two records without id, and is told of the later one"),
    ("import/", "told while a feed is read"),
    ("loss/", "told while an output is written"),
    ("page/", "told while a web page is read"),
    ("query/", "told of queries, not of records"),
    ("shapes/", "told of graphs, by shapes"),
    ("structure/datatype", "only RDF has literals of another datatype"),
    ("structure/syntax", "the text is not read, so that no record is there"),
    ("structure/too-deep", "the text is not read, so that no record is there"),
    ("structure/two-descriptions", "only in RDF may two texts be in one language"),
    ("suppression/", "told of comments, which change no record"),
    ("vocabulary/alias", "told while a web page is read"),
    ("vocabulary/matrix-hint", "off unless a profile asks"),
    ("vocabulary/not-allowed", "only a profile says what is allowed"),
];

#[test]
fn every_check_has_a_mistake_or_a_reason_for_none() {
    let seeds = seeds();
    let is_not_seeded =
        |id: &str| NOT_SEEDED.iter().any(|(name, _)| id == *name || name.strip_suffix('/') == id.split('/').next());
    let wrong: Vec<&str> = CHECKS
        .iter()
        .map(|check| check.id)
        .filter(|id| seeds.iter().any(|seed| seed.id == *id) == is_not_seeded(id))
        .collect();
    assert!(wrong.is_empty(), "give them a seed in tests/corpus/seeds.rs, or a reason here, and not both: {wrong:?}");
    for (name, _) in NOT_SEEDED {
        assert!(CHECKS.iter().any(|check| check.id.starts_with(name)), "{name} is no check");
    }
}

/// Why one mistake may hide another: checks, what else they read, and why they say nothing where that is wrong.
struct Hidden {
    checks: &'static [&'static str],
    reads: &'static [&'static str],
    why: &'static str,
}

const HIDDEN: &[Hidden] = &[
    Hidden {
        checks: &["time/end-before-start", "time/duration-disagrees", "time/long-session"],
        reads: &["/start"],
        why: "where the start is not known, nothing can be compared with it",
    },
    Hidden {
        checks: &["time/duration-disagrees"],
        reads: &["/end"],
        why: "an end before the start leaves no time that the duration could be",
    },
    Hidden {
        checks: &["time/end-without-start"],
        reads: &["/colour"],
        why: "a key that nobody knows may be the start",
    },
    Hidden {
        checks: &["time/edition-dates", "time/outside-edition"],
        reads: &["/edition/startDate", "/edition/endDate"],
        why: "days that are wrong, or contradict each other, bound nothing",
    },
    Hidden {
        checks: &["time/long-session", "time/outside-edition"],
        reads: &["/sessionType"],
        why: "exhibitions are long, and events of day 0 come before the edition",
    },
    Hidden { checks: &["time/offset-not-in-zone"], reads: &["/timeZone"], why: "the offset of no zone is known" },
    Hidden {
        checks: &["vocabulary/target-without-goal"],
        reads: &["/relatedTo", "/focusesPrimarilyOn"],
        why: "the topic that is not understood may be the goal",
    },
    Hidden {
        checks: &["structure/duplicate-item"],
        reads: &["/relatedTo/1"],
        why: "the other mistake takes the first of the two away",
    },
    Hidden {
        checks: &["people/no-confirmed-speaker", "people/no-moderator", "people/single-group"],
        reads: &["/participations/0/role", "/participations/1", "/participations/2/role"],
        why: "who has no role that is understood may be the one who is missed",
    },
    Hidden {
        checks: &["people/repeated"],
        reads: &["/participations/0/role", "/participations/0/agent/name"],
        why: "another name or role is another participation",
    },
    Hidden {
        checks: &["clash/person"],
        reads: &["/participations/0/role", "/participations/0/agent/orcid"],
        why: "another number is another person, and a role that is not understood may take no time",
    },
    Hidden {
        checks: &["clash/room", "clash/person", "identity/self-reference", "reference/circular"],
        reads: &["/id"],
        why: "records of one id are one session, and another id ends no circle",
    },
];

/// Whether two parts of a record are in each other.
fn meet(one: &str, other: &str) -> bool {
    let is_in = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_in(one, other) || is_in(other, one)
}

fn changes(seed: &Seed, pointer: &str) -> bool {
    seed.changes.iter().any(|change| meet(change.pointer(), pointer))
}

/// Rows of [`HIDDEN`] by which the second mistake may hide the first.
fn hides<'s>(hidden: &'s Seed, by: &'s Seed) -> impl Iterator<Item = usize> + 's {
    let is_read = |row: &Hidden| row.reads.iter().any(|pointer| changes(by, pointer));
    (0..HIDDEN.len()).filter(move |&row| HIDDEN[row].checks.contains(&hidden.id) && is_read(&HIDDEN[row]))
}

/// What is told of two mistakes. Gives the rows of [`HIDDEN`] by which one of them is not told; an error where anything
/// else differs from what each gives alone.
fn judge(syntax: &'static Syntax, pair: [&Seed; 2]) -> Result<Vec<usize>, String> {
    let file = File::new(syntax, pair.to_vec());
    let (told, planted) = (file.told(), file.planted());
    if told == planted {
        return Ok(Vec::new());
    }
    let alone = |seed: &Seed| -> Mistake { (seed.id, file.place(seed)) };
    for [hidden, by] in [pair, [pair[1], pair[0]]] {
        let rows: Vec<usize> = hides(hidden, by).collect();
        if told == [alone(by)] && !rows.is_empty() {
            return Ok(rows);
        }
    }
    let [one, other] = pair;
    let head = format!("{} at {} and {} at {} in {}", one.id, one.at, other.id, other.at, file.name());
    Err(format!("{head}\ntold:\n{}\nplanted:\n{}", file.show(&told), file.show(&planted)))
}

/// The pairs of mistakes that a syntax can hold and that are in different values.
fn pairs<'s>(seeds: &'s [Seed], syntax: &Syntax) -> impl Iterator<Item = [&'s Seed; 2]> {
    let fits = |seed: &&Seed| !seed.not.contains(&syntax.extension);
    let seeds: Vec<&Seed> = seeds.iter().filter(fits).collect();
    let pairs = (0..seeds.len()).flat_map(move |at| {
        let (one, others) = (seeds[at], seeds[at + 1..].to_vec());
        others.into_iter().map(move |other| [one, other])
    });
    pairs.filter(|[one, other]| !one.changes.iter().any(|change| changes(other, change.pointer())))
}

/// Judges pairs; gives their number and the rows of [`HIDDEN`] that were needed.
fn hold<'s>(syntax: &'static Syntax, pairs: impl Iterator<Item = [&'s Seed; 2]>) -> (usize, BTreeSet<usize>) {
    let mut rows = BTreeSet::new();
    let (mut count, mut faults) = (0, Vec::new());
    for pair in pairs {
        count += 1;
        match judge(syntax, pair) {
            Ok(used) => rows.extend(used),
            Err(fault) => faults.push(fault),
        }
    }
    assert!(faults.is_empty(), "{} pairs of {count} differ:\n{}", faults.len(), faults.join("\n\n"));
    (count, rows)
}

#[test]
fn two_mistakes_in_json_are_told_as_each_alone() {
    let seeds = seeds();
    let (count, rows) = hold(&SYNTAXES[0], pairs(&seeds, &SYNTAXES[0]));
    println!("{count} pairs");
    assert!(count > 3000, "{count}");
    let unused: Vec<&str> = (0..HIDDEN.len()).filter(|row| !rows.contains(row)).map(|row| HIDDEN[row].why).collect();
    assert!(unused.is_empty(), "nothing is hidden because {unused:?}");
}

/// One pair of so many is judged in each of the other syntaxes.
const SAMPLE: u64 = 12;

#[test]
fn two_mistakes_in_other_syntaxes_are_told_as_each_alone() {
    let seeds = seeds();
    for syntax in &SYNTAXES[1..] {
        let is_chosen = |[one, other]: &[&Seed; 2]| {
            let name = [syntax.extension, one.id, one.at, other.id, other.at].join(" ");
            XxHash3_64::oneshot(name.as_bytes()).is_multiple_of(SAMPLE)
        };
        let (count, _) = hold(syntax, pairs(&seeds, syntax).filter(is_chosen));
        assert!(count > 100, "{}: {count}", syntax.extension);
    }
}
