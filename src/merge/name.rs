//! Canonical IRIs: that of the ledger where a cluster has one, else that of its smallest record.

use std::collections::{BTreeMap, BTreeSet};

use twox_hash::XxHash3_64;

use super::cluster::Found;
use super::ledger::{Entry, Ledger};
use super::world::{NodeId, World};

/// The IRIs of all clusters.
#[derive(Debug)]
pub(super) struct Naming {
    /// By the smallest node of the cluster.
    pub(super) iris: BTreeMap<NodeId, String>,
    pub(super) ledger: Ledger,
    pub(super) retired: BTreeMap<String, Option<String>>,
}

/// What gives a cluster an IRI of the ledger. An IRI that was replaced by another one of the same cluster stays so; of the others,
/// the record that an IRI was minted for counts more than other ones; then the older IRI; then the smaller record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Claim<'l> {
    is_without_anchor: bool,
    since: u32,
    anchor: (&'l str, &'l str),
    iri: &'l str,
}

/// The IRIs of the ledger that were replaced, each with the one that its anchor's record is told under.
struct Replaced<'l> {
    by: BTreeMap<&'l str, &'l str>,
    /// The anchors' records.
    records: BTreeSet<(&'l str, (&'l str, &'l str))>,
}

/// Names the clusters.
pub(super) fn name(world: &World, found: &Found, ledger: &Ledger) -> Naming {
    let by_iri = ledger.by_iri();
    let replaced = Replaced::of(&by_iri);
    let mut claims: BTreeMap<NodeId, BTreeSet<Claim>> = BTreeMap::new();
    let mut gone = Vec::new();
    for (iri, entries) in &by_iri {
        match claim(world, iri, entries, &replaced) {
            Some((node, claim)) => drop(claims.entry(found.of[node]).or_default().insert(claim)),
            None => gone.push(*iri),
        }
    }
    let mut iris = BTreeMap::new();
    let mut retired = BTreeMap::new();
    let mut taken: BTreeSet<String> = by_iri.keys().map(|iri| (*iri).to_owned()).collect();
    for (cluster, claims) in &claims {
        let Some(iri) = replaced.best(claims) else { continue };
        iris.insert(*cluster, iri.to_owned());
        let others = claims.iter().map(|claim| claim.iri).filter(|other| *other != iri);
        retired.extend(others.map(|other| (other.to_owned(), Some(iri.to_owned()))));
    }
    retired.extend(replaced.fates(&gone, &retired));
    for cluster in found.clusters().into_keys() {
        iris.entry(cluster).or_insert_with(|| mint(world, cluster, &mut taken));
    }
    let ledger = next(world, found, &iris, ledger);
    Naming { iris, ledger, retired }
}

/// The node that claims an IRI for its cluster; none where nothing is left of it.
fn claim<'l>(
    world: &World,
    iri: &'l str,
    entries: &[&'l Entry],
    replaced: &Replaced<'l>,
) -> Option<(NodeId, Claim<'l>)> {
    let anchor = anchor(entries)?;
    let mut ordered: Vec<&&Entry> = entries.iter().collect();
    // A record that has an IRI of its own takes it where it is told apart, so that the others have this one.
    ordered.sort_by_key(|entry| (!entry.is_anchor, replaced.records.contains(&record(entry)), entry.place()));
    let present = ordered.iter().find_map(|entry| Some((node(world, entry)?, entry.is_anchor)));
    let other = || {
        let of_class = |node: &&NodeId| world.nodes()[**node].class().name == anchor.class;
        world.of_iri(iri).iter().find(of_class).map(|node| (*node, false))
    };
    let (node, is_anchor) = present.or_else(other)?;
    Some((node, Claim { is_without_anchor: !is_anchor, since: anchor.since, anchor: anchor.place(), iri }))
}

/// The row of the record that an IRI was minted for.
fn anchor<'l>(entries: &[&'l Entry]) -> Option<&'l Entry> {
    entries.iter().find(|entry| entry.is_anchor).or(entries.first()).copied()
}

/// A record of one type, by its source and key.
fn record(entry: &Entry) -> (&str, (&str, &str)) {
    (&entry.class, entry.place())
}

impl<'l> Replaced<'l> {
    fn of(by_iri: &BTreeMap<&'l str, Vec<&'l Entry>>) -> Self {
        let rows = || by_iri.iter().flat_map(|(iri, entries)| entries.iter().map(|entry| (*iri, *entry)));
        let members: BTreeMap<_, &str> =
            rows().filter(|(_, entry)| !entry.is_anchor).map(|(iri, entry)| (record(entry), iri)).collect();
        let anchors = by_iri.iter().filter_map(|(iri, entries)| Some((*iri, anchor(entries)?)));
        let by = |(iri, anchor)| Some((iri, *members.get(&record(anchor)).filter(|by| **by != iri)?));
        let records = rows().filter(|(_, entry)| entry.is_anchor).map(|(_, entry)| record(entry)).collect();
        Self { by: anchors.filter_map(by).collect(), records }
    }

    /// The IRI of a cluster.
    fn best(&self, claims: &BTreeSet<Claim<'l>>) -> Option<&'l str> {
        let iris: BTreeSet<&str> = claims.iter().map(|claim| claim.iri).collect();
        let is_replaced = |claim: &Claim| self.by.get(claim.iri).is_some_and(|by| iris.contains(by));
        claims.iter().min_by_key(|claim| (is_replaced(claim), **claim)).map(|claim| claim.iri)
    }

    /// What becomes of IRIs that claim nothing: as long as something is left of what took their place, they lead there.
    fn fates(&self, gone: &[&'l str], retired: &BTreeMap<String, Option<String>>) -> BTreeMap<String, Option<String>> {
        let is_gone: BTreeSet<&str> = gone.iter().copied().collect();
        let fate = |iri: &&'l str| {
            let mut passed = BTreeSet::new();
            let mut by = self.by.get(iri);
            while let Some(next) = by.filter(|next| is_gone.contains(**next) && passed.insert(**next)) {
                by = self.by.get(next);
            }
            let left = by.filter(|by| !is_gone.contains(**by))?;
            Some(retired.get(*left).cloned().flatten().unwrap_or_else(|| (*left).to_owned()))
        };
        gone.iter().map(|iri| ((*iri).to_owned(), fate(iri))).collect()
    }
}

/// The node of an entry, if its source still has it.
fn node(world: &World, entry: &Entry) -> Option<NodeId> {
    let named = world.named(&format!("{} {}", entry.source, entry.key));
    named.into_iter().find(|node| world.nodes()[*node].class().name == entry.class)
}

/// The IRI of a cluster's smallest record; with a hash where another cluster has that one.
fn mint(world: &World, cluster: NodeId, taken: &mut BTreeSet<String>) -> String {
    let iri = &world.nodes()[cluster].iri;
    if taken.insert(iri.clone()) {
        return iri.clone();
    }
    let mut text = format!("{}\n{}", world.nodes()[cluster].class().name, world.name(cluster));
    loop {
        let minted = format!("{iri}-{:08x}", XxHash3_64::oneshot(text.as_bytes()) >> 32);
        if taken.insert(minted.clone()) {
            return minted;
        }
        text.push('+');
    }
}

/// The ledger after this run. What was minted stays with its anchor; records that are gone stay where they were last.
fn next(world: &World, found: &Found, iris: &BTreeMap<NodeId, String>, ledger: &Ledger) -> Ledger {
    let is_kept = |entry: &&Entry| entry.is_anchor || node(world, entry).is_none();
    let mut entries: BTreeSet<Entry> = ledger.entries.iter().filter(is_kept).cloned().collect();
    let old: Vec<&Entry> = ledger.entries.iter().filter(|entry| entry.is_anchor).collect();
    let since = old.iter().map(|entry| entry.since).max().unwrap_or_default() + 1;
    let mut anchored: BTreeSet<(&str, &str)> =
        old.iter().map(|entry| (entry.iri.as_str(), entry.class.as_str())).collect();
    let anchors: BTreeSet<(&str, (&str, &str))> = old.iter().map(|entry| (entry.iri.as_str(), entry.place())).collect();
    for (at, node) in world.nodes().iter().enumerate() {
        let class = node.class().name.as_str();
        let Some(iri) = iris.get(&found.of[at]).filter(|_| is_named(class)) else { continue };
        let source = world.sources()[node.source].id.as_str();
        // Nodes come by source and IRI, so that the first of a cluster is the smallest.
        let is_anchor = anchored.insert((iri, class));
        if is_anchor || !anchors.contains(&(iri, (source, &node.iri))) {
            let (iri, class, source, key) = (iri.clone(), class.to_owned(), source.to_owned(), node.iri.clone());
            entries.insert(Entry { iri, class, source, key, is_anchor, since: if is_anchor { since } else { 0 } });
        }
    }
    Ledger { entries, opted_out: ledger.opted_out.clone() }
}

/// Whether nodes of a class get IRIs that last: not datasets, which are not merged, nor the provenance of records.
fn is_named(class: &str) -> bool {
    !matches!(class, "Dataset" | "Source")
}

/// A record of a source: its type, source and key.
pub(super) type Record = (String, String, String);

/// The IRI that each record of a ledger is told under. A record may anchor an IRI that was replaced; then it is a member elsewhere.
pub(super) fn current(ledger: &Ledger) -> BTreeMap<Record, String> {
    let mut current = BTreeMap::new();
    let (anchors, members): (Vec<&Entry>, Vec<&Entry>) = ledger.entries.iter().partition(|entry| entry.is_anchor);
    for entry in anchors.into_iter().chain(members) {
        let record = (entry.class.clone(), entry.source.clone(), entry.key.clone());
        current.insert(record, entry.iri.clone());
    }
    current
}
