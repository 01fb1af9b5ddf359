//! Laws of merging as properties: for any sources, any decisions, any order.

use std::collections::BTreeSet;

use plenary::diagnostic::Report;
use plenary::merge::decisions::{Decision, Decisions, Verdict};
use plenary::merge::explain::violated;
use plenary::merge::ledger::Ledger;
use plenary::merge::opt_out::{self, OptOut};
use plenary::merge::world::World;
use plenary::merge::{Merged, Rules, merge};
use plenary::shape::shape;
use plenary::source::Source;
use proptest::prelude::*;

use crate::chance::Chance;
use crate::generate::{Told, sources, tidy, world};
use crate::laws::{rules, whole};

/// Decisions by chance on pairs of records of one class; they may contradict each other.
fn decisions(world: &World, seed: u64, verdicts: &[Verdict]) -> Decisions {
    let mut chance = Chance(seed);
    let mut list = Vec::new();
    for class in ["Person", "Session", "Organization"] {
        let nodes: Vec<usize> =
            (0..world.nodes().len()).filter(|node| world.nodes()[*node].class().name == class).collect();
        for at in 0..if nodes.is_empty() { 0 } else { chance.below(4) } {
            let [left, right] = [0, 1].map(|_| world.name(nodes[chance.below(nodes.len())]));
            let verdict = verdicts[chance.below(verdicts.len())];
            if left != right {
                list.push(Decision { left, right, verdict, place: format!("{class}:{at}") });
            }
        }
    }
    Decisions { list }
}

fn shuffle<T>(list: &mut [T], chance: &mut Chance) {
    for at in (1..list.len()).rev() {
        list.swap(at, chance.below(at + 1));
    }
}

fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

fn only(told: Vec<Told>, ids: &[&str]) -> Vec<Told> {
    told.into_iter().filter(|told| ids.contains(&told.id)).collect()
}

fn merged(world: &World, rules: &Rules) -> Merged {
    merge(world, rules).expect("no decision contradicts another")
}

/// The IRIs of what stands for itself: parts are told of only where a record names them.
fn roots(merged: &Merged) -> BTreeSet<&str> {
    let is_root = |entity: &&plenary::merge::Entity| shape()[entity.class].is_root;
    merged.entities.iter().filter(is_root).map(|entity| entity.iri.as_str()).collect()
}

fn is_root(class: &str) -> bool {
    shape().class(class).is_some_and(|class| shape()[class].is_root)
}

const ALL: [Verdict; 3] = [Verdict::Same, Verdict::Different, Verdict::Unsure];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// Sources, rows and decisions in any order, on any number of threads: one output.
    #[test]
    fn neither_order_nor_threads_change_a_byte(seed: u64, order: u64) {
        let mut told = sources(seed);
        let first = world(&told);
        let decided = decisions(&first, seed, &ALL);
        prop_assume!(decided.check().is_ok());
        let before = on(1, || whole(&first, &Rules { decisions: decided.clone(), ..rules() }));
        let mut chance = Chance(order);
        for threads in [2, 8] {
            shuffle(&mut told, &mut chance);
            for source in &mut told {
                shuffle(&mut source.lines, &mut chance);
            }
            let mut decisions = decided.clone();
            shuffle(&mut decisions.list, &mut chance);
            let turned = world(&told);
            prop_assert_eq!(on(threads, || whole(&turned, &Rules { decisions, ..rules() })), before.clone());
        }
    }

    /// Decisions, slots and sources without duplicates hold, whatever the weights say.
    #[test]
    fn what_must_stay_apart_stays_apart(seed: u64, threshold in -20_000_i64..12_000) {
        let world = tidy(&sources(seed));
        let decisions = decisions(&world, seed, &[Verdict::Different]);
        let rules = Rules { decisions, threshold: Some(threshold), ..rules() };
        let merged = merged(&world, &rules);
        prop_assert_eq!(violated(&world, &rules, &merged.found), []);
        for members in merged.found.clusters().values().filter(|members| !world.nodes()[members[0]].is_part()) {
            let sources: BTreeSet<usize> = members.iter().map(|node| world.nodes()[*node].source).collect();
            prop_assert_eq!(sources.len(), members.len());
        }
    }

    /// What was decided to be one is one, and a decision that is taken back leaves the earlier output.
    #[test]
    fn decisions_hold_and_leave_nothing_behind(seed: u64) {
        let world = world(&sources(seed));
        let before = merged(&world, &rules());
        let decided = decisions(&world, seed, &ALL);
        prop_assume!(decided.check().is_ok());
        let settled = merged(&world, &Rules { ledger: before.ledger.clone(), ..rules() });
        let during = merged(&world, &Rules { decisions: decided.clone(), ledger: before.ledger.clone(), ..rules() });
        for decision in decided.list.iter().filter(|decision| decision.verdict != Verdict::Unsure) {
            let is_one = during.found.of[world.named(&decision.left)[0]] == during.found.of[world.named(&decision.right)[0]];
            prop_assert_eq!(is_one, decision.verdict == Verdict::Same);
        }
        let after = merged(&world, &Rules { ledger: during.ledger, ..rules() });
        prop_assert_eq!((after.entities, after.conflicts), (settled.entities, settled.conflicts));
    }

    /// A source that comes moves no IRI: each stays with the record that it was given for, or leads to where that one is.
    #[test]
    fn iris_outlive_additions(seed: u64) {
        let two = world(&only(sources(seed), &["beta", "gamma"]));
        let first = merged(&two, &rules());
        let all = world(&sources(seed));
        let second = merged(&all, &Rules { ledger: first.ledger.clone(), ..rules() });
        let live = roots(&second);
        for anchor in first.ledger.entries.iter().filter(|entry| entry.is_anchor && is_root(&entry.class)) {
            let node = all.named(&format!("{} {}", anchor.source, anchor.key));
            let node = node.into_iter().find(|node| all.nodes()[*node].class().name == anchor.class);
            let now = node.and_then(|node| second.entity(node)).expect("it was only added to").iri.clone();
            let leads = second.retired.get(&anchor.iri);
            prop_assert!(now == anchor.iri && leads.is_none() || leads == Some(&Some(now.clone())), "{} {now}", anchor.iri);
            prop_assert!(live.contains(now.as_str()));
        }
    }

    /// A source that goes leaves a tombstone for what it alone told of, and for nothing else; if it comes back, all is as it was.
    #[test]
    fn what_is_gone_is_told_and_may_come_back(seed: u64) {
        let all = world(&sources(seed));
        let first = merged(&all, &rules());
        let rest = world(&only(sources(seed), &["alpha", "gamma"]));
        let second = merged(&rest, &Rules { ledger: first.ledger.clone(), ..rules() });
        let live = roots(&second);
        for (iri, entries) in first.ledger.by_iri() {
            if !is_root(&entries[0].class) {
                continue;
            }
            let is_left = entries.iter().any(|entry| entry.source != "beta");
            let told = match second.retired.get(iri) {
                None => live.contains(iri),
                Some(None) => !is_left,
                Some(Some(by)) => live.contains(by.as_str()) && !live.contains(iri),
            };
            prop_assert!(told, "{iri}");
        }
        let third = merged(&all, &Rules { ledger: second.ledger, ..rules() });
        prop_assert_eq!(third.entities, first.entities);
    }

    /// A run without a source, whatever was decided before, leaves no trace: with all sources again, all is as it was.
    #[test]
    fn a_source_that_is_gone_for_a_run_leaves_no_trace(seed: u64, which in 0_usize..3) {
        let all = world(&sources(seed));
        let first = merged(&all, &rules());
        let decisions = decisions(&all, seed, &[Verdict::Same]);
        let decided = |ledger: &Ledger| Rules { decisions: decisions.clone(), ledger: ledger.clone(), ..rules() };
        let before = merged(&all, &decided(&first.ledger));
        let ids = ["alpha", "beta", "gamma"];
        let rest: Vec<&str> = ids.into_iter().filter(|id| *id != ids[which]).collect();
        let gap = merged(&world(&only(sources(seed), &rest)), &decided(&before.ledger));
        // What was replaced does not take the place of what replaced it.
        for (iri, by) in &before.retired {
            prop_assert!(by.as_ref().is_none_or(|by| gap.retired.get(by) != Some(&Some(iri.clone()))), "{iri}");
        }
        let after = merged(&all, &decided(&gap.ledger));
        let live = |run: &Merged| run.entities.iter().map(|entity| entity.iri.clone()).collect::<Vec<_>>();
        prop_assert_eq!(live(&after), live(&before));
    }

    /// The table of IRIs and the tables of decisions come back from what is written.
    #[test]
    fn a_ledger_is_read_as_it_was_written(seed: u64) {
        let first = merged(&world(&sources(seed)), &rules());
        let mut report = Report::default();
        let ledger = Ledger::read(&Source::new("ledger.tsv", first.ledger.write(&first.retired)), &mut report);
        prop_assert!(report.findings.is_empty());
        prop_assert_eq!(ledger, first.ledger);
    }

    /// Nothing that is written names whoever asked to be left out, nor the records of that person.
    #[test]
    fn who_is_left_out_is_in_no_output(seed: u64, which: prop::sample::Index) {
        let world = world(&sources(seed));
        let people: Vec<usize> =
            (0..world.nodes().len()).filter(|node| world.nodes()[*node].class().name == "Person").collect();
        let asked = *which.get(&people);
        let first = merged(&world, &rules());
        let iris: Vec<String> =
            first.entity(asked).expect("a person").members.iter().map(|node| world.nodes()[*node].iri.clone()).collect();
        let list = OptOut::read(&Source::new("list", world.nodes()[asked].iri.clone()), &mut Report::default());
        let without = opt_out::without(world, &first.found, &list);
        let ledger = without.ledger(first.ledger.clone(), &list);
        let text = whole(&without.world, &Rules { ledger, ..rules() });
        for iri in iris {
            let is_told = text.match_indices(&iri).any(|(at, _)| {
                !text[at + iri.len()..].starts_with(|next: char| next.is_ascii_alphanumeric())
            });
            prop_assert!(!is_told, "{iri}");
        }
    }
}
