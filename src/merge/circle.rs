//! Parts of themselves: what no source says alone, and sources say together.

use std::collections::{BTreeMap, BTreeSet};

use super::Entity;
use super::survive::Conflict;
use super::world::Item;
use crate::shape::shape;

/// The fields that lead from a part to the whole.
const FIELDS: [&str; 4] = ["unitOf", "containedInPlace", "broader", "partOf"];

/// Takes out one statement of each circle: that of the smallest IRI in it.
pub(super) fn open(entities: &mut [Entity], conflicts: &mut Vec<Conflict>) {
    for field in FIELDS {
        let wholes: BTreeMap<&str, &str> =
            entities.iter().filter_map(|entity| Some((entity.iri.as_str(), whole(entity, field)?))).collect();
        let mut closed: BTreeSet<String> = BTreeSet::new();
        for start in wholes.keys() {
            if let Some(circle) = circle(&wholes, start) {
                closed.extend(circle.into_iter().min().map(str::to_owned));
            }
        }
        for entity in entities.iter_mut().filter(|entity| closed.contains(&entity.iri)) {
            take_out(entity, field, conflicts);
        }
    }
}

fn whole<'e>(entity: &'e Entity, field: &str) -> Option<&'e str> {
    let at = shape()[entity.class].find(field)?;
    entity.statements.iter().find(|statement| statement.value.field == at).map(|statement| statement.value.item.text())
}

/// The circle that a node is part of; none where it only leads to one, or to none.
fn circle<'e>(wholes: &BTreeMap<&'e str, &'e str>, start: &'e str) -> Option<Vec<&'e str>> {
    let mut path = vec![start];
    while let Some(next) = wholes.get(path[path.len() - 1]) {
        if *next == start {
            return Some(path);
        }
        if path.contains(next) {
            return None;
        }
        path.push(next);
    }
    None
}

fn take_out(entity: &mut Entity, field: &str, conflicts: &mut Vec<Conflict>) {
    let at = shape()[entity.class].find(field);
    let (out, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut entity.statements)
        .into_iter()
        .partition(|statement| Some(statement.value.field) == at && matches!(statement.value.item, Item::Ref(_)));
    entity.statements = kept;
    conflicts.extend(out.into_iter().map(|statement| Conflict {
        iri: entity.iri.clone(),
        field: field.to_owned(),
        tag: String::new(),
        by: "circle",
        chosen: None,
        other: (statement.value.item.text().to_owned(), statement.sources),
    }));
}
