//! Laws of merging, on generated sources.

use std::collections::BTreeSet;

use plenary::diagnostic::Report;
use plenary::merge::decisions::{Decision, Decisions, Verdict};
use plenary::merge::explain::{explain, violated};
use plenary::merge::ledger::Ledger;
use plenary::merge::world::{Item, World};
use plenary::merge::{Merged, Rules, Why, dataset, links, merge};
use plenary::shape::shape;
use plenary::source::Source;

use crate::chance::Chance;
use crate::generate::{sources, world};

pub(crate) const BASE: &str = "https://data.example.org/";

pub(crate) fn seeds() -> std::ops::Range<u64> {
    let worlds = std::env::var("PLENARY_WORLDS").ok().and_then(|worlds| worlds.parse().ok());
    0..worlds.unwrap_or(30)
}

pub(crate) fn rules() -> Rules {
    Rules { threshold: Some(6_000), review: 2_000, ..Rules::default() }
}

/// All that a merge writes, as one text.
pub(crate) fn whole(world: &World, rules: &Rules) -> String {
    let merged = merge(world, rules).expect("no decision contradicts another");
    let review = links::review(world, &merged.found);
    let sssom = links::sssom(&links::lines(world, &merged, &links::relations(world, &merged)));
    [
        dataset::write(world, &merged, BASE),
        review,
        sssom,
        merged.ledger.write(&merged.retired),
        format!("{:?}", merged.conflicts),
    ]
    .join("\n")
}

fn decision(left: String, right: String, verdict: Verdict) -> Decision {
    Decision { left, right, verdict, place: "d.tsv:1".to_owned() }
}

#[test]
fn the_order_of_sources_and_of_records_makes_no_difference() {
    for seed in seeds() {
        let mut told = sources(seed);
        let before = whole(&world(&told), &rules());
        let mut chance = Chance(seed ^ 0xABCD);
        let count = told.len();
        told.swap(0, chance.below(count));
        for source in &mut told {
            for at in (1..source.lines.len()).rev() {
                source.lines.swap(at, chance.below(at + 1));
            }
        }
        assert_eq!(whole(&world(&told), &rules()), before, "seed {seed}");
    }
}

#[test]
fn nothing_that_is_kept_apart_becomes_one() {
    let mut joined = 0;
    for seed in seeds() {
        let world = world(&sources(seed));
        let merged = merge(&world, &rules()).expect("no decisions");
        let of_two = merged.found.clusters().values().filter(|nodes| nodes.len() > 1).count();
        joined += of_two;
        assert_eq!(violated(&world, &rules(), &merged.found), [], "seed {seed}");
    }
    assert!(joined > 10, "the sources have nothing in common");
}

#[test]
fn the_parts_of_an_explanation_add_up_to_the_weight_of_the_link() {
    let mut compared = 0;
    for seed in seeds() {
        let world = world(&sources(seed));
        let merged = merge(&world, &rules()).expect("no decisions");
        for link in &merged.found.unsure {
            let explained = explain(&world, &rules(), &merged.found, link.left, link.right);
            let named: Vec<&str> = explained.parts.iter().map(|part| part.what).collect();
            // What a session says of people is known only once sessions are linked, as it was then.
            assert_eq!(
                explained.parts.iter().map(|part| part.weight).sum::<i64>(),
                link.weight,
                "seed {seed}: {named:?}"
            );
            assert!(!explained.is_one && explained.cannot.is_none());
            compared += 1;
        }
    }
    assert!(compared > 10, "nothing was unsure");
}

/// The statements of the members of an entity, as the merged data would tell them.
fn stated(world: &World, merged: &Merged, source: usize, members: &[usize]) -> BTreeSet<(usize, String, String)> {
    let of_source = members.iter().map(|node| &world.nodes()[*node]).filter(|node| node.source == source);
    let values = of_source.flat_map(|node| node.values.iter().map(move |value| (node, value)));
    let told = values.map(|(node, value)| {
        let text = match &value.item {
            Item::Text(text) => text.clone(),
            Item::Ref(iri) => {
                let classes = shape()[node.class].fields[value.field].classes();
                let to = world.resolve(source, iri, classes).and_then(|to| merged.entity(to));
                to.map_or_else(|| iri.clone(), |entity| entity.iri.clone())
            }
        };
        (value.field, value.tag.clone(), text)
    });
    told.collect()
}

#[test]
fn every_merged_statement_has_supporters_that_state_it() {
    for seed in seeds() {
        let world = world(&sources(seed));
        let merged = merge(&world, &rules()).expect("no decisions");
        for entity in &merged.entities {
            assert!(!entity.members.is_empty());
            for statement in &entity.statements {
                assert!(!statement.sources.is_empty());
                let value = &statement.value;
                let told = (value.field, value.tag.clone(), value.item.text().to_owned());
                for source in &statement.sources {
                    assert!(stated(&world, &merged, *source, &entity.members).contains(&told), "seed {seed}: {told:?}");
                }
            }
        }
    }
}

#[test]
fn a_field_with_room_for_one_value_has_one() {
    for seed in seeds() {
        let world = world(&sources(seed));
        let merged = merge(&world, &rules()).expect("no decisions");
        for entity in &merged.entities {
            let class = &shape()[entity.class];
            for (at, field) in
                class.fields.iter().enumerate().filter(|(_, field)| !field.many && field.name != "keywords")
            {
                let mut tags: Vec<&str> = entity
                    .statements
                    .iter()
                    .filter(|statement| statement.value.field == at)
                    .map(|statement| statement.value.tag.as_str())
                    .collect();
                let count = tags.len();
                tags.dedup();
                assert_eq!(tags.len(), count, "seed {seed}: {} of {}", field.name, entity.iri);
            }
        }
    }
}

#[test]
fn an_end_is_told_with_the_start_that_it_belongs_to() {
    let session = shape().class("Session").expect("a class");
    let (start, end) = (shape()[session].find("start"), shape()[session].find("end"));
    for seed in seeds() {
        let world = world(&sources(seed));
        let merged = merge(&world, &rules()).expect("no decisions");
        for entity in merged.entities.iter().filter(|entity| entity.class == session) {
            let of = |at| {
                entity
                    .statements
                    .iter()
                    .find(|statement| Some(statement.value.field) == at)
                    .map(|statement| statement.value.item.text().to_owned())
            };
            let (start, end) = (of(start).expect("a start"), of(end).expect("an end"));
            let is_told = |node: &usize| {
                let node = &world.nodes()[*node];
                node.text("start") == Some(&start) && node.text("end") == Some(&end)
            };
            assert!(entity.members.iter().any(is_told), "seed {seed}: {start} to {end}");
        }
    }
}

#[test]
fn a_decision_that_is_undone_leaves_nothing_behind() {
    let mut changed = 0;
    for seed in seeds() {
        let world = world(&sources(seed));
        let first = merge(&world, &rules()).expect("no decisions");
        let settled = Rules { ledger: first.ledger.clone(), ..rules() };
        let before = merge(&world, &settled).expect("no decisions");
        let mut chance = Chance(seed);
        let people: Vec<usize> =
            (0..world.nodes().len()).filter(|node| world.nodes()[*node].class().name == "Person").collect();
        let (one, other) = (people[chance.below(people.len())], people[chance.below(people.len())]);
        if one == other {
            continue;
        }
        for verdict in [Verdict::Same, Verdict::Different, Verdict::Unsure] {
            let decisions = Decisions { list: vec![decision(world.name(one), world.name(other), verdict)] };
            let decided = Rules { ledger: first.ledger.clone(), decisions, ..rules() };
            let merged = merge(&world, &decided).expect("one decision contradicts nothing");
            let is_one = merged.found.of[one] == merged.found.of[other];
            match verdict {
                Verdict::Same => assert!(is_one),
                Verdict::Different => {
                    assert!(!is_one, "seed {seed}");
                }
                Verdict::Unsure => assert_eq!(merged.found.of, first.found.of),
            }
            changed += usize::from(merged.found.of != first.found.of);
            // An IRI that was only given meanwhile leads on; all else is as it was.
            let undone = merge(&world, &Rules { ledger: merged.ledger, ..rules() }).expect("no decisions");
            assert_eq!(undone.entities, before.entities, "seed {seed}, {verdict:?}");
            assert_eq!((&undone.found, &undone.conflicts), (&before.found, &before.conflicts));
            for (old, new) in &undone.retired {
                assert!(
                    new.as_ref().is_some_and(|new| before.entities.iter().any(|entity| entity.iri == *new)),
                    "{old}"
                );
                assert!(before.entities.iter().all(|entity| entity.iri != *old));
            }
        }
    }
    assert!(changed > 10, "no decision changed anything");
}

/// A ledger that is sound.
fn ledger(text: &str) -> Ledger {
    let mut report = Report::default();
    let ledger = Ledger::read(&Source::new("ledger", text), &mut report);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    ledger
}

#[test]
fn a_ledger_that_is_up_to_date_changes_nothing() {
    for seed in seeds() {
        let world = world(&sources(seed));
        let first = merge(&world, &rules()).expect("no decisions");
        assert_eq!(
            whole(&world, &Rules { ledger: first.ledger.clone(), ..rules() }),
            whole(&world, &rules()),
            "seed {seed}"
        );
        let text = first.ledger.write(&first.retired);
        assert_eq!(ledger(&text), first.ledger);
    }
}

#[test]
fn links_by_reasons_are_told_with_their_properties() {
    let mut reasons = BTreeSet::new();
    for seed in seeds() {
        let world = world(&sources(seed));
        let merged = merge(&world, &rules()).expect("no decisions");
        for relation in links::relations(&world, &merged) {
            assert_ne!(relation.subject, relation.object);
            assert_eq!(merged.entity(relation.node).map(|entity| &entity.iri), Some(&relation.subject));
            assert_eq!(relation.why == Why::Likely, relation.predicate().ends_with("closeMatch"));
            reasons.insert(relation.why);
        }
    }
    assert!(reasons.contains(&Why::Authority) && reasons.contains(&Why::Key) && reasons.contains(&Why::Likely));
}
