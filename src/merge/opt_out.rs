//! People who asked to be left out: neither they nor their names are in any output, nor in any later merge.

mod clear;
mod traces;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use self::traces::Traces;
use super::cluster::Found;
use super::decisions::{Decisions, Verdict};
use super::fields::AUTHORITIES;
use super::ledger::Ledger;
use super::world::{Node, NodeId, World};
use crate::diagnostic::{Diagnostic, Report};
use crate::link::name::{Kind, parse};
use crate::link::normalize::fold;
use crate::model::grammar::{has_scheme, is_iri};
use crate::source::{Source, Span};
use crate::vocab;

/// Who is left out: by IRI, by `name:`, or by the hash of either. An address as `mailto:` is taken out of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptOut {
    /// What is asked for, in the form in which it compares, with the place where it stands; none for what followed from others.
    entries: BTreeMap<String, Option<String>>,
    /// Names as they were written.
    written: BTreeSet<String>,
}

const HASH: &str = "sha256:";
const MAIL: &str = "mailto:";
const NAME: &str = "name:";

impl OptOut {
    /// Reads a list: an entry a line, `#` before remarks. What is no entry goes into the report.
    #[must_use]
    pub fn read(source: &Arc<Source>, report: &mut Report) -> Self {
        let mut list = Self::default();
        let text = source.text();
        for (at, line) in text.lines().enumerate() {
            let entry = without_remark(line.trim_start_matches('\u{feff}')).trim();
            if entry.is_empty() {
                continue;
            }
            if !list.add(entry, &format!("{}:{}", source.name(), at + 1)) {
                let start = entry.as_ptr() as usize - text.as_ptr() as usize;
                let span = Span::new(start, start + entry.len());
                let message = format!("\"{entry}\" is no entry of this list");
                let name = if entry.contains(':') { "NAME" } else { entry };
                let help = format!("write name:{name}, an IRI, mailto:ADDRESS, or sha256: and 64 hexadecimal digits");
                report.push(Diagnostic::error("config/value", source, span, message).help(help));
            }
        }
        list
    }

    /// Adds an entry; false where it is none.
    fn add(&mut self, entry: &str, place: &str) -> bool {
        let entry = entry.strip_prefix('<').and_then(|iri| iri.strip_suffix('>')).unwrap_or(entry);
        let after = |prefix: &str| {
            entry.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &entry[prefix.len()..])
        };
        let forms = if let Some(name) = after(NAME) {
            self.written.insert(name.trim().to_owned());
            forms(name).to_vec()
        } else if let Some(digits) = after(HASH) {
            let digits = digits.trim().to_ascii_lowercase();
            let is_hash = digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            is_hash.then(|| format!("{HASH}{digits}")).into_iter().collect()
        } else if let Some(address) = after(MAIL) {
            address.contains('@').then(|| format!("{MAIL}{}", address.trim())).into_iter().collect()
        } else {
            let iri = vocab::expand(entry).unwrap_or_else(|| entry.to_owned());
            (has_scheme(&iri) && is_iri(&iri)).then_some(iri).into_iter().collect()
        };
        let is_entry = !forms.is_empty() && forms.iter().all(|form| form != NAME);
        self.entries.extend(forms.into_iter().map(|form| (form, Some(place.to_owned()))));
        is_entry
    }

    /// Adds hashes that an earlier merge kept.
    pub fn extend(&mut self, hashes: &BTreeSet<String>) {
        for hash in hashes {
            self.entries.entry(hash.clone()).or_default();
        }
    }

    /// Adds the IRIs that were of one person with what is on the list, by an earlier merge or by a decision: a source that
    /// knew so may be missing today.
    pub fn follow(&mut self, ledger: &Ledger, decisions: &Decisions) {
        if self.is_empty() {
            return;
        }
        let mut groups: Vec<BTreeSet<&str>> = Vec::new();
        for (iri, entries) in ledger.by_iri() {
            let people = entries.iter().filter(|entry| entry.class == "Person").map(|entry| entry.key.as_str());
            let mut group: BTreeSet<&str> = people.collect();
            if !group.is_empty() {
                group.insert(iri);
                groups.push(group);
            }
        }
        groups.extend(decisions.of(Verdict::Same).map(|one| [&one.left, &one.right].map(|name| iri_of(name)).into()));
        let mut grows = true;
        while grows {
            let (reached, rest) =
                groups.into_iter().partition(|group: &BTreeSet<&str>| group.iter().any(|iri| self.has(iri)));
            groups = rest;
            grows = !reached.is_empty();
            for iri in reached.into_iter().flatten() {
                self.entries.entry(iri.to_owned()).or_default();
            }
        }
    }

    /// Whether nobody is left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The hashes by which the entries are kept.
    #[must_use]
    pub fn hashes(&self) -> BTreeSet<String> {
        let kept = |entry: &String| if entry.starts_with(HASH) { entry.clone() } else { hash(entry) };
        self.entries.keys().map(kept).collect()
    }

    fn has(&self, name: &str) -> bool {
        let has_hashes =
            || self.entries.range(HASH.to_owned()..).next().is_some_and(|(entry, _)| entry.starts_with(HASH));
        self.entries.contains_key(name) || has_hashes() && self.entries.contains_key(&hash(name))
    }

    /// The IRIs that it has.
    fn iris(&self) -> impl Iterator<Item = &str> {
        let entries = self.entries.keys().map(String::as_str);
        entries.filter(|entry| ![HASH, MAIL, NAME].iter().any(|prefix| entry.starts_with(prefix)))
    }

    /// The places of entries that nobody was found by. Addresses are looked for in texts, not in people.
    fn idle(&self, known: &BTreeSet<String>) -> BTreeSet<String> {
        let hashes: BTreeSet<String> = known.iter().map(|name| hash(name)).collect();
        let is_found = |entry: &String| known.contains(entry) || hashes.contains(entry);
        let places = |wanted: bool| -> BTreeSet<&String> {
            let entries = self.entries.iter().filter(|(entry, _)| !entry.starts_with(MAIL));
            entries.filter(|(entry, _)| is_found(entry) == wanted).filter_map(|(_, place)| place.as_ref()).collect()
        };
        places(false).difference(&places(true)).map(|place| (*place).clone()).collect()
    }
}

/// The IRI of a name that decisions have, without its source.
fn iri_of(name: &str) -> &str {
    name.split_once(' ').map_or(name, |(_, iri)| iri)
}

/// A line up to its remark.
fn without_remark(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(HASH.to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// The entries that a name has: as it is written, and its words in alphabetic order, without titles.
fn forms(name: &str) -> [String; 2] {
    [fold(name), parse(name, Kind::Person).sorted()].map(|form| format!("{NAME}{form}"))
}

/// A world without the people of a list.
#[derive(Debug)]
pub struct Without {
    pub world: World,
    /// Hashes by which the same people are known again.
    pub hashes: BTreeSet<String>,
    /// How many records were left out.
    pub records: usize,
    /// Where the entries stand that nobody was found by.
    pub idle: BTreeSet<String>,
    /// The IRIs of what was left out.
    gone: BTreeSet<String>,
    traces: Traces,
}

impl Without {
    /// A ledger without the people, and with the hashes by which they are known again.
    #[must_use]
    pub fn ledger(&self, ledger: Ledger, list: &OptOut) -> Ledger {
        let is_trace = |iri: &String| self.gone.contains(iri) || list.has(iri) || self.traces.iri(iri).is_some();
        let entries =
            ledger.entries.into_iter().filter(|entry| !is_trace(&entry.iri) && !is_trace(&entry.key)).collect();
        Ledger { entries, opted_out: self.hashes.clone() }
    }
}

/// Takes people out of a world: whoever is of one entity with somebody on the list, and whoever has the name of one of them,
/// since a name that is taken out of all texts cannot stay the name of a record.
#[must_use]
pub fn without(world: World, found: &Found, list: &OptOut) -> Without {
    let known: Vec<(NodeId, BTreeSet<String>)> = people(&world).map(|at| (at, names(&world.nodes()[at]))).collect();
    let listed = known.iter().filter(|(_, names)| names.iter().any(|name| list.has(name)));
    let mut gone = clusters(found, listed.map(|(at, _)| *at).collect());
    let traces = Traces::of(&nodes(&world, &gone), list);
    let has_name = |at: &NodeId| called(&world.nodes()[*at]).any(|name| traces.names(name));
    gone.extend(clusters(found, people(&world).filter(has_name).collect()));

    let people = nodes(&world, &gone);
    let traces = Traces::of(&people, list);
    let mut hashes = list.hashes();
    hashes.extend(
        people.iter().flat_map(|node| names(node)).filter(|name| !name.starts_with(NAME)).map(|name| hash(&name)),
    );
    let iris = people.iter().map(|node| node.iri.clone()).collect();
    let records = gone.len();
    let idle = list.idle(&known.into_iter().flat_map(|(_, names)| names).collect());
    let (world, gone) = if list.is_empty() { (world, iris) } else { clear::taken_out(world, iris, list, &traces) };
    Without { world, hashes, records, idle, gone, traces }
}

fn people(world: &World) -> impl Iterator<Item = NodeId> {
    (0..world.nodes().len()).filter(|at| world.nodes()[*at].class().name == "Person")
}

/// All records that are of one entity with some.
fn clusters(found: &Found, some: BTreeSet<NodeId>) -> BTreeSet<NodeId> {
    let of: BTreeSet<NodeId> = some.into_iter().map(|at| found.of[at]).collect();
    (0..found.of.len()).filter(|at| of.contains(&found.of[*at])).collect()
}

fn nodes<'w>(world: &'w World, of: &BTreeSet<NodeId>) -> Vec<&'w Node> {
    of.iter().map(|at| &world.nodes()[*at]).collect()
}

/// What a person is called.
fn called(node: &Node) -> impl Iterator<Item = &str> {
    node.texts("name").chain(node.texts("alternateName"))
}

/// What a person may be on a list by.
fn names(node: &Node) -> BTreeSet<String> {
    let mut names = BTreeSet::from([node.iri.clone()]);
    names.extend(node.texts("sameAs").map(str::to_owned));
    names.extend(called(node).flat_map(forms));
    for (field, namespace) in AUTHORITIES {
        names.extend(node.texts(field).map(|id| format!("{namespace}{id}")));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::cells::told;
    use super::*;

    #[test]
    fn entries_are_known_by_their_hash() {
        let text = "# asked in May\nname: Ána Ferreira\norcid:0000-0002-1825-0097 # by mail\n<https://x.example/p#1>\n";
        let (list, faults) = told(text, OptOut::read);
        assert_eq!(faults, [""; 0]);
        let known = ["name:ana ferreira", "https://orcid.org/0000-0002-1825-0097", "https://x.example/p#1"];
        assert!(known.iter().all(|name| list.has(name)), "{list:?}");
        let mut hashed = OptOut::default();
        hashed.extend(&list.hashes());
        assert!(known.iter().all(|name| hashed.has(name)) && !hashed.has("name:ana"));
    }

    #[test]
    fn a_name_is_known_in_any_order_and_with_titles() {
        let (list, _) = told("NAME:Dr. Amara Okafor\n", OptOut::read);
        for name in ["Amara Okafor", "Okafor, Amara", "OKAFOR Amara", "Ms Amara Okafor"] {
            assert!(forms(name).iter().any(|form| list.has(form)), "{name}");
        }
        assert!(!forms("Amara Okafor-Bello").iter().any(|form| list.has(form)));
    }

    #[test]
    fn what_is_no_entry_is_told_at_its_place() {
        let digits = "AB".repeat(32);
        let text = format!("Amara Okafor\r\nsha256:123\nmailto:amara\nname:\nx y:z\nsha256:{digits}\n");
        let (list, faults) = told(&text, OptOut::read);
        let places: Vec<&str> = faults.iter().filter_map(|fault| fault.split(' ').next()).collect();
        assert_eq!(places, ["1:1", "2:1", "3:1", "4:1", "5:1"]);
        assert!(faults[0].contains("write name:Amara Okafor, an IRI"), "{}", faults[0]);
        assert!(list.entries.contains_key(&format!("sha256:{}", "ab".repeat(32))));
    }
}
