//! IRIs over several runs: what stays, what leads elsewhere, what is gone.

use plenary::diagnostic::Report;
use plenary::merge::compare::{Change, Run, changes};
use plenary::merge::decisions::Decisions;
use plenary::merge::ledger::Ledger;
use plenary::merge::world::World;
use plenary::merge::{Merged, Rules, merge};
use plenary::source::Source;

use crate::generate::{Told, world};
use crate::laws::rules;

fn person(id: &'static str, name: &str) -> Told {
    let line = format!(r#"{{"id":"https://{id}.example/p","type":"Person","name":"{name}"}}"#);
    Told { id, lines: vec![line] }
}

fn run(world: &World, ledger: &Ledger, decisions: &str) -> Merged {
    let decisions = Decisions::read(&Source::new("d.tsv", decisions), &mut Report::default());
    merge(world, &Rules { ledger: ledger.clone(), decisions, ..rules() }).expect("no contradiction")
}

/// What a run tells of itself, by way of what it writes.
fn told(merged: &Merged) -> Run {
    let mut report = Report::default();
    let run = Run::read(&Source::new("ledger.tsv", merged.ledger.write(&merged.retired)), &mut report);
    assert!(report.findings.is_empty());
    assert_eq!(run, Run { ledger: merged.ledger.clone(), retired: merged.retired.clone() });
    run
}

/// What changed between two runs, in words with single spaces.
fn words(before: &Merged, after: &Merged) -> Vec<String> {
    let words = |change: &Change| change.words().split_whitespace().collect::<Vec<_>>().join(" ");
    changes(&told(before), &told(after)).iter().map(words).collect()
}

fn iris(merged: &Merged) -> Vec<&str> {
    merged.entities.iter().map(|entity| entity.iri.as_str()).collect()
}

const SAME: &str = "https://beta.example/p\thttps://gamma.example/p\tsame\n";

#[test]
fn an_iri_that_was_given_stays_when_a_smaller_record_comes() {
    let later = world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let first = run(&later, &Ledger::default(), "");
    let all = world(&[person("alpha", "Fatou Diallo"), person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let joined = run(&all, &first.ledger, "https://alpha.example/p\thttps://gamma.example/p\tsame\n");
    assert_eq!(iris(&joined), ["https://beta.example/p", "https://gamma.example/p"]);
    let fresh = run(&all, &Ledger::default(), "https://alpha.example/p\thttps://gamma.example/p\tsame\n");
    assert_eq!(iris(&fresh), ["https://alpha.example/p", "https://beta.example/p"]);
}

#[test]
fn what_merged_leads_on_and_what_split_comes_back() {
    let two = world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let first = run(&two, &Ledger::default(), "");
    let joined = run(&two, &first.ledger, SAME);
    assert_eq!(iris(&joined), ["https://beta.example/p"]);
    assert_eq!(joined.retired.get("https://gamma.example/p"), Some(&Some("https://beta.example/p".to_owned())));
    let merged = changes(&told(&first), &told(&joined));
    let from = vec!["https://beta.example/p".to_owned(), "https://gamma.example/p".to_owned()];
    assert!(merged.contains(&Change::Merged { from: from.clone(), to: from[0].clone() }));
    let split = run(&two, &joined.ledger, "");
    assert_eq!(iris(&split), ["https://beta.example/p", "https://gamma.example/p"]);
    assert!(split.retired.is_empty());
    let parted = changes(&told(&joined), &told(&split));
    assert!(parted.contains(&Change::Split { from: from[0].clone(), to: from }));
    for (before, after) in [(&first, &split), (&first, &first), (&joined, &joined)] {
        assert_eq!(words(before, after), [""; 0]);
    }
}

#[test]
fn a_split_leaves_the_iri_with_its_anchor() {
    let two = world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let joined = run(&two, &Ledger::default(), SAME);
    assert_eq!(iris(&joined), ["https://beta.example/p"]);
    let split = run(&two, &joined.ledger, "");
    let of = |node: usize| split.entity(node).map(|entity| entity.iri.as_str());
    assert_eq!((of(0), of(1)), (Some("https://beta.example/p"), Some("https://gamma.example/p")));
}

#[test]
fn what_a_source_withdrew_leaves_a_tombstone() {
    let two = world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let first = run(&two, &Ledger::default(), "");
    let one = world(&[person("beta", "Ana Ferreira")]);
    let second = run(&one, &first.ledger, "");
    assert_eq!(second.retired.get("https://gamma.example/p"), Some(&None));
    let written = second.ledger.write(&second.retired);
    assert!(written.contains("https://gamma.example/p\tPerson\tgamma\thttps://gamma.example/p\tanchor\t1\twithdrawn"));
    assert_eq!(words(&first, &second), ["withdrawn https://gamma.example/p"]);
    // A tombstone is told once.
    let later = run(&one, &second.ledger, "");
    assert_eq!(words(&second, &later), [""; 0]);
    // It comes back under its IRI.
    let third = run(&two, &later.ledger, "");
    assert!(third.retired.is_empty());
    assert_eq!(third.ledger, first.ledger);
    assert_eq!(words(&later, &third), ["returned https://gamma.example/p"]);
    assert_eq!(words(&first, &third), [""; 0]);
}

#[test]
fn a_tombstone_whose_record_comes_back_under_another_iri_leads_there() {
    let two = world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let first = run(&two, &Ledger::default(), "");
    let second = run(&world(&[person("beta", "Ana Ferreira")]), &first.ledger, "");
    let third = run(&two, &second.ledger, SAME);
    let wanted = [
        "merged https://beta.example/p, https://gamma.example/p into https://beta.example/p",
        "moved gamma https://gamma.example/p from https://gamma.example/p to https://beta.example/p",
    ];
    assert_eq!(words(&second, &third), wanted);
}

#[test]
fn records_that_are_gone_go_with_their_iri() {
    let [alpha, beta, gamma] = [("alpha", "Fatou Diallo"), ("beta", "Ana Ferreira"), ("gamma", "Noor Haddad")];
    let all = world(&[alpha, beta, gamma].map(|(id, name)| person(id, name)));
    let first = run(&all, &Ledger::default(), SAME);
    assert_eq!(iris(&first), ["https://alpha.example/p", "https://beta.example/p"]);
    // The IRI of beta is left without the record it was made for, and loses against that of alpha.
    let rest = world(&[alpha, gamma].map(|(id, name)| person(id, name)));
    let joined = run(&rest, &first.ledger, "https://alpha.example/p\thttps://gamma.example/p\tsame\n");
    assert_eq!(joined.retired.get("https://beta.example/p"), Some(&Some("https://alpha.example/p".to_owned())));
    // It is not split: nothing of it is left to stay where it was.
    let wanted = [
        "merged https://alpha.example/p, https://beta.example/p into https://alpha.example/p",
        "moved beta https://beta.example/p from https://beta.example/p to https://alpha.example/p",
        "moved gamma https://gamma.example/p from https://beta.example/p to https://alpha.example/p",
    ];
    assert_eq!(words(&first, &joined), wanted);
}

#[test]
fn an_iri_outlives_its_anchor() {
    let two = world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]);
    let joined = run(&two, &Ledger::default(), SAME);
    let rest = run(&world(&[person("gamma", "Noor Haddad")]), &joined.ledger, "");
    assert_eq!(iris(&rest), ["https://beta.example/p"]);
    assert!(rest.retired.is_empty());
}

#[test]
fn one_iri_for_two_entities_is_told_apart() {
    let line = |name: &str| format!(r#"{{"id":"https://shared.example/p","type":"Person","name":"{name}"}}"#);
    let two = world(&[
        Told { id: "beta", lines: vec![line("Ana Ferreira")] },
        Told { id: "gamma", lines: vec![line("Noor Haddad")] },
    ]);
    let one = run(&two, &Ledger::default(), "");
    assert_eq!(iris(&one), ["https://shared.example/p"]);
    let apart = run(&two, &one.ledger, "beta https://shared.example/p\tgamma https://shared.example/p\tdifferent\n");
    assert_eq!(apart.entities.len(), 2);
    assert_ne!(apart.entities[0].iri, apart.entities[1].iri);
    assert_eq!(apart.entity(0).map(|entity| entity.iri.as_str()), Some("https://shared.example/p"));
}

/// Beta was there first, so that its IRI is that of both; each record is then gone for a run.
#[test]
fn what_was_replaced_stays_so_while_a_source_is_gone() {
    let (alpha, beta) = (|| person("alpha", "Ana Ferreira"), || person("beta", "Noor Haddad"));
    let same = "https://alpha.example/p\thttps://beta.example/p\tsame\n";
    let both = world(&[alpha(), beta()]);
    let first = run(&world(&[beta()]), &Ledger::default(), "");
    let second = run(&both, &first.ledger, "");
    let joined = run(&both, &second.ledger, same);
    let leads = Some(&Some("https://beta.example/p".to_owned()));
    assert_eq!(iris(&joined), ["https://beta.example/p"]);
    for told in [alpha(), beta()] {
        let id = told.id;
        let alone = run(&world(&[told]), &joined.ledger, same);
        assert_eq!(iris(&alone), ["https://beta.example/p"], "{id}");
        assert_eq!(alone.retired.get("https://alpha.example/p"), leads, "{id}");
        assert_eq!(words(&joined, &alone), [""; 0], "{id}");
        let again = run(&both, &alone.ledger, same);
        assert_eq!((&again.ledger, &again.retired), (&joined.ledger, &joined.retired), "{id}");
        // They part while one of them is gone, and it is told apart as soon as it is there again.
        let parted = run(&both, &run(&world(&[alpha()]), &alone.ledger, "").ledger, "");
        assert_eq!(iris(&parted), ["https://alpha.example/p", "https://beta.example/p"], "{id}");
        assert!(parted.retired.is_empty(), "{id}");
        assert_eq!(parted.ledger, second.ledger, "{id}");
    }
    // Where nothing is left of either, both are tombstones, and both come back.
    let gone = run(&world(&[person("gamma", "Fatou Diallo")]), &joined.ledger, same);
    assert_eq!(gone.retired.values().collect::<Vec<_>>(), [&None, &None]);
    assert_eq!(iris(&run(&both, &gone.ledger, same)), ["https://beta.example/p"]);
}

#[test]
fn records_without_an_iri_of_their_own_keep_that_of_their_entity() {
    let all = |without: &str| {
        let told = [("alpha", "Fatou Diallo"), ("beta", "Ana Ferreira"), ("gamma", "Noor Haddad")];
        world(
            &told.map(|(id, name)| person(id, name)).into_iter().filter(|told| told.id != without).collect::<Vec<_>>(),
        )
    };
    let three = "https://alpha.example/p\thttps://beta.example/p\tsame\nhttps://beta.example/p\thttps://gamma.example/p\tsame\n";
    let first =
        run(&world(&[person("beta", "Ana Ferreira"), person("gamma", "Noor Haddad")]), &Ledger::default(), SAME);
    let second = run(&all(""), &first.ledger, SAME);
    assert_eq!(iris(&second), ["https://alpha.example/p", "https://beta.example/p"]);
    let joined = run(&all(""), &second.ledger, three);
    assert_eq!(iris(&joined), ["https://beta.example/p"]);
    // The record that the IRI was made for goes, and the other two part: one has an IRI to go back to.
    let rest = run(&all("beta"), &joined.ledger, "");
    let of = |node: usize| rest.entity(node).map(|entity| entity.iri.as_str());
    assert_eq!((of(0), of(1)), (Some("https://alpha.example/p"), Some("https://beta.example/p")));
    assert!(rest.retired.is_empty());
}
