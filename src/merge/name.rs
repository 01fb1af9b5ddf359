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

/// What gives a cluster an IRI of the ledger: the record that it was minted for counts more than others; then the older IRI; then
/// the smaller record.
type Claim<'l> = (bool, u32, (&'l str, &'l str), &'l str);

/// Names the clusters.
pub(super) fn name(world: &World, found: &Found, ledger: &Ledger) -> Naming {
    let by_iri = ledger.by_iri();
    let mut claims: BTreeMap<NodeId, BTreeSet<Claim>> = BTreeMap::new();
    let mut retired = BTreeMap::new();
    for (iri, entries) in &by_iri {
        match claim(world, iri, entries) {
            Some((node, claim)) => drop(claims.entry(found.of[node]).or_default().insert(claim)),
            None => drop(retired.insert((*iri).to_owned(), None)),
        }
    }
    let mut iris = BTreeMap::new();
    let mut taken: BTreeSet<String> = by_iri.keys().map(|iri| (*iri).to_owned()).collect();
    for (cluster, claims) in &claims {
        let mut claims = claims.iter();
        let Some((.., iri)) = claims.next() else { continue };
        iris.insert(*cluster, (*iri).to_owned());
        retired.extend(claims.map(|(.., other)| ((*other).to_owned(), Some((*iri).to_owned()))));
    }
    for cluster in found.clusters().into_keys() {
        iris.entry(cluster).or_insert_with(|| mint(world, cluster, &mut taken));
    }
    let ledger = next(world, found, &iris, ledger);
    Naming { iris, ledger, retired }
}

/// The node that claims an IRI for its cluster; none where nothing is left of it.
fn claim<'l>(world: &World, iri: &'l str, entries: &[&'l Entry]) -> Option<(NodeId, Claim<'l>)> {
    let anchor = entries.iter().filter(|entry| entry.is_anchor).chain(entries).next()?;
    let mut ordered: Vec<&&Entry> = entries.iter().collect();
    ordered.sort_by_key(|entry| (!entry.is_anchor, entry.place()));
    let present = ordered.iter().find_map(|entry| Some((node(world, entry)?, entry.is_anchor)));
    let other = || {
        let of_class = |node: &&NodeId| world.nodes()[**node].class().name == anchor.class;
        world.of_iri(iri).iter().find(of_class).map(|node| (*node, false))
    };
    let (node, is_anchor) = present.or_else(other)?;
    Some((node, (!is_anchor, anchor.since, anchor.place(), iri)))
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
