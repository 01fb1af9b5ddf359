//! People who asked to be left out: neither they nor their names are in any output, nor in any later merge.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::cluster::Found;
use super::fields::{AUTHORITIES, authority_ids};
use super::ledger::Ledger;
use super::settings::Source;
use super::world::{Item, Node, NodeId, Snapshot, Value, World};
use crate::link::normalize::fold;
use crate::model::scalar::Term;
use crate::shape::{ClassId, Kind, shape};
use crate::vocab;

/// Who is left out: by IRI, by `name:`, or by the hash of either. An address as `mailto:` is taken out of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptOut {
    entries: BTreeSet<String>,
}

impl OptOut {
    /// Reads a list: an entry a line, `#` before remarks.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(entry).collect();
        Self { entries }
    }

    /// Adds hashes that an earlier merge kept.
    pub fn extend(&mut self, hashes: &BTreeSet<String>) {
        self.entries.extend(hashes.iter().cloned());
    }

    /// Whether nobody is left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The hashes by which the entries are kept.
    #[must_use]
    pub fn hashes(&self) -> BTreeSet<String> {
        self.entries.iter().map(|entry| if entry.starts_with(HASH) { entry.clone() } else { hash(entry) }).collect()
    }

    fn has(&self, name: &str) -> bool {
        self.entries.contains(name) || self.entries.contains(&hash(name))
    }
}

const HASH: &str = "sha256:";
const MAIL: &str = "mailto:";

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(HASH.to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

fn entry(line: &str) -> String {
    match line.strip_prefix("name:") {
        Some(name) => format!("name:{}", fold(name)),
        None => vocab::expand(line).unwrap_or_else(|| line.to_owned()),
    }
}

/// A world without the people of a list.
#[derive(Debug)]
pub struct Without {
    pub world: World,
    /// Hashes by which the same people are known again.
    pub hashes: BTreeSet<String>,
    /// How many records were left out.
    pub records: usize,
    /// The IRIs of what was left out.
    gone: BTreeSet<String>,
    traces: Traces,
}

impl Without {
    /// A ledger without the people, and with the hashes by which they are known again.
    #[must_use]
    pub fn ledger(&self, ledger: Ledger, list: &OptOut) -> Ledger {
        let is_trace = |iri: &String| self.gone.contains(iri) || list.has(iri) || self.traces.text(iri, IRI).is_some();
        let entries =
            ledger.entries.into_iter().filter(|entry| !is_trace(&entry.iri) && !is_trace(&entry.key)).collect();
        Ledger { entries, opted_out: self.hashes.clone() }
    }
}

/// Takes people out of a world: whoever is of one entity with somebody on the list.
#[must_use]
pub fn without(world: World, found: &Found, list: &OptOut) -> Without {
    let is_person = |node: &Node| node.class().name == "Person";
    let named = |(at, node): (usize, &Node)| {
        (is_person(node) && names(node).iter().any(|name| list.has(name))).then(|| found.of[at])
    };
    let clusters: BTreeSet<NodeId> = world.nodes().iter().enumerate().filter_map(named).collect();
    let gone: BTreeSet<NodeId> = (0..world.nodes().len()).filter(|at| clusters.contains(&found.of[*at])).collect();
    let people: Vec<&Node> = gone.iter().map(|at| &world.nodes()[*at]).collect();
    let mut hashes = list.hashes();
    hashes.extend(
        people.iter().flat_map(|node| names(node)).filter(|name| !name.starts_with("name:")).map(|name| hash(&name)),
    );
    let traces = Traces::of(&people, list);
    let iris = people.iter().map(|node| node.iri.clone()).collect();
    let records = gone.len();
    let (world, gone) = if list.is_empty() { (world, iris) } else { taken_out(world, iris, &traces) };
    Without { world, hashes, records, gone, traces }
}

/// The names that a person may be on a list by.
fn names(node: &Node) -> BTreeSet<String> {
    let mut names = BTreeSet::from([node.iri.clone()]);
    names.extend(node.texts("sameAs").map(str::to_owned));
    names.extend(node.texts("name").chain(node.texts("alternateName")).map(|name| format!("name:{}", fold(name))));
    for (field, namespace) in AUTHORITIES {
        names.extend(node.texts(field).map(|id| format!("{namespace}{id}")));
    }
    names
}

/// Takes nodes out by their IRIs, then what only meant something with them, then their names in texts and IRIs.
fn taken_out(world: World, mut gone: BTreeSet<String>, traces: &Traces) -> (World, BTreeSet<String>) {
    let mut snapshots = world.into_snapshots();
    loop {
        let before = gone.len();
        for (_, snapshot) in &mut snapshots {
            snapshot.nodes.retain(|(iri, class), values| {
                values.retain(|value| !matches!(&value.item, Item::Ref(to) if gone.contains(to)));
                let is_whole = is_whole(*class, values);
                if !is_whole {
                    gone.insert(iri.clone());
                }
                is_whole && !gone.contains(iri)
            });
        }
        if gone.len() == before {
            break;
        }
    }
    let cleared =
        snapshots.into_iter().map(|(source, snapshot)| (cleared_source(source, traces), traces.cleared(snapshot)));
    (World::new(cleared.collect()), gone)
}

/// Whether a node still says what its class has to say.
fn is_whole(class: ClassId, values: &BTreeSet<Value>) -> bool {
    let class = &shape()[class];
    let required = (0..class.fields.len()).filter(|at| class.is_required(*at) && class.fields[*at].iri.is_some());
    required.into_iter().all(|at| values.iter().any(|value| value.field == at))
}

fn cleared_source(source: Source, traces: &Traces) -> Source {
    let title = source.title.map(|title| traces.text(&title, TEXT).unwrap_or(title));
    Source { title, ..source }
}

/// What stands in a text in place of a name, and in an IRI.
const TEXT: &str = "[withheld]";
const IRI: &str = "withheld";

/// The names and numbers of people, as words in the order in which they may be written.
#[derive(Debug)]
struct Traces {
    lists: BTreeSet<Vec<String>>,
}

impl Traces {
    fn of(people: &[&Node], list: &OptOut) -> Self {
        let mut lists = BTreeSet::new();
        let told = list.entries.iter().filter_map(|entry| entry.strip_prefix("name:"));
        let names = people.iter().flat_map(|node| node.texts("name").chain(node.texts("alternateName")));
        for name in told.chain(names) {
            let words: Vec<String> = fold(name).split(' ').map(str::to_owned).collect();
            if let [rest @ .., last] = words.as_slice() {
                lists.insert([std::slice::from_ref(last), rest].concat());
            }
            lists.insert(words);
        }
        let iris = people.iter().flat_map(|node| node.texts("sameAs").chain(node.texts("url")));
        for address in iris.chain(list.entries.iter().map(String::as_str)).filter_map(|iri| iri.strip_prefix(MAIL)) {
            lists.insert(words(address).into_iter().map(|(_, _, word)| word).collect());
        }
        for node in people {
            for (field, id) in authority_ids(node) {
                lists.insert(vec![id.clone()]);
                let text = node.text(field).map(fold).unwrap_or(id);
                lists.insert(text.split(' ').map(str::to_owned).collect());
            }
        }
        lists.retain(|words| words.iter().map(String::len).sum::<usize>() > 2);
        Self { lists }
    }

    fn cleared(&self, snapshot: Snapshot) -> Snapshot {
        let mut cleared = Snapshot::default();
        let mut dropped = BTreeSet::new();
        for ((iri, class), values) in snapshot.nodes {
            let iri = self.iri(&iri);
            let values: BTreeSet<Value> = values.into_iter().filter_map(|value| self.value(class, value)).collect();
            if is_whole(class, &values) {
                cleared.nodes.entry((iri, class)).or_default().extend(values);
            } else {
                dropped.insert(iri);
            }
        }
        for values in cleared.nodes.values_mut() {
            values.retain(|value| !matches!(&value.item, Item::Ref(iri) if dropped.contains(iri)));
        }
        cleared
    }

    fn iri(&self, iri: &str) -> String {
        self.text(iri, IRI).unwrap_or_else(|| iri.to_owned())
    }

    /// A value without names; none where nothing is left of it: a page of somebody leads nowhere without the name.
    fn value(&self, class: usize, value: Value) -> Option<Value> {
        let field = &shape()[class].fields[value.field];
        let item = match value.item {
            Item::Ref(iri) => Item::Ref(self.iri(&iri)),
            Item::Text(text) => match (self.text(&text, TEXT), &field.kind) {
                (None, _) => Item::Text(text),
                (Some(cleared), Kind::Text | Kind::Texts) => Item::Text(cleared),
                (Some(cleared), Kind::Scalar(scalar))
                    if scalar.name == "Plain" && matches!(scalar.term, Term::Literal(_)) =>
                {
                    Item::Text(cleared)
                }
                _ => return None,
            },
        };
        Some(Value { item, ..value })
    }

    /// A text with something else in place of names; none where it has none.
    fn text(&self, text: &str, instead: &str) -> Option<String> {
        let words = words(text);
        let mut places = BTreeMap::new();
        for at in 0..words.len() {
            let folded = || words[at..].iter().map(|(_, _, word)| word.as_str());
            let ends = self.lists.iter().filter(|list| folded().take(list.len()).eq(list.iter().map(String::as_str)));
            if let Some(length) = ends.map(Vec::len).max() {
                places.insert(words[at].0, words[at + length - 1].1);
            }
        }
        if places.is_empty() {
            return None;
        }
        let (mut cleared, mut done) = (String::new(), 0);
        for (start, end) in places {
            if start >= done {
                cleared.push_str(&text[done..start]);
                cleared.push_str(instead);
                done = end;
            }
        }
        Some(cleared + &text[done..])
    }
}

/// The words of a text in the form in which they compare, with their places.
fn words(text: &str) -> Vec<(usize, usize, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_part = letter.is_alphanumeric() || matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}');
        match (start, is_part) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at, fold(&text[from..at])));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_of_texts_in_any_order() {
        let lists = BTreeSet::from([
            vec!["ana".to_owned(), "ferreira".to_owned()],
            vec!["ferreira".to_owned(), "ana".to_owned()],
        ]);
        let traces = Traces { lists };
        assert_eq!(traces.text("With Ána Ferreira, moderating", TEXT).as_deref(), Some("With [withheld], moderating"));
        assert_eq!(traces.text("FERREIRA, Ana", TEXT).as_deref(), Some("[withheld]"));
        assert_eq!(
            traces.text("https://e.example/ana-ferreira-0a", IRI).as_deref(),
            Some("https://e.example/withheld-0a")
        );
        assert_eq!(traces.text("Ana and Ferreira", TEXT), None);
    }

    #[test]
    fn entries_are_known_by_their_hash() {
        let list = OptOut::read("# asked in May\nname: Ána Ferreira\norcid:0000-0002-1825-0097\n");
        assert!(list.has("name:ana ferreira") && list.has("https://orcid.org/0000-0002-1825-0097"));
        let mut hashed = OptOut::default();
        hashed.extend(&list.hashes());
        assert!(hashed.has("name:ana ferreira") && !hashed.has("name:ana"));
    }
}
