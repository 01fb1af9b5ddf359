//! What is said of an entity in the end: the union of values, or one of them by criteria that somebody can follow.

use std::collections::{BTreeMap, BTreeSet};

use twox_hash::XxHash3_64;

use super::Entity;
use super::cluster::Found;
use super::fields::seconds;
use super::settings::{Criterion, Settings};
use super::world::{Item, NodeId, Value, World};
use crate::shape::{Field, Kind, shape};

/// A statement of the merged data, with the sources that make it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    pub value: Value,
    pub sources: BTreeSet<usize>,
}

/// A value that another one was chosen over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    pub iri: String,
    pub field: String,
    pub tag: String,
    /// What decided: a criterion, what goes with another field, or a circle.
    pub by: &'static str,
    /// The value that is told; none where none could be.
    pub chosen: Option<(String, BTreeSet<usize>)>,
    pub other: (String, BTreeSet<usize>),
}

/// All entities, and what they do not say.
#[derive(Debug, Default)]
pub(super) struct Survived {
    pub(super) entities: Vec<Entity>,
    pub(super) conflicts: Vec<Conflict>,
}

/// Fields that only mean something beside another one: a value is told only by who tells the same of the other, or nothing.
const TOGETHER: [(&str, &[&str]); 3] = [
    ("start", &["end", "duration", "timeZone"]),
    ("startDate", &["endDate"]),
    ("name", &["givenName", "familyName", "honorificPrefix"]),
];

/// The values of an entity's field in a language, each with the nodes that state it.
type Values = BTreeMap<Item, BTreeSet<NodeId>>;

/// Chooses what is said of each cluster.
pub(super) fn survive(world: &World, found: &Found, iris: &BTreeMap<NodeId, String>, settings: &Settings) -> Survived {
    let mut survived = Survived::default();
    for (cluster, members) in found.clusters() {
        let node = &world.nodes()[cluster];
        if node.class().name == "Dataset" {
            continue;
        }
        let iri = iris.get(&cluster).cloned().unwrap_or_default();
        let mut choice =
            Choice { world, settings, iri: &iri, told: BTreeMap::new(), conflicts: &mut survived.conflicts };
        let statements = choice.statements(node.class, gathered(world, found, iris, &members));
        survived.entities.push(Entity { iri: iri.clone(), class: node.class, members, statements });
    }
    prune(&mut survived);
    survived
}

/// The values of each field and language, with IRIs of entities in place of those of sources.
fn gathered(
    world: &World,
    found: &Found,
    iris: &BTreeMap<NodeId, String>,
    members: &[NodeId],
) -> BTreeMap<(usize, String), Values> {
    let mut gathered: BTreeMap<(usize, String), Values> = BTreeMap::new();
    for at in members {
        let node = &world.nodes()[*at];
        for value in &node.values {
            let item = match &value.item {
                Item::Ref(iri) => {
                    let to = world.resolve(node.source, iri, node.class().fields[value.field].classes());
                    Item::Ref(to.and_then(|to| iris.get(&found.of[to])).unwrap_or(iri).clone())
                }
                text @ Item::Text(_) => text.clone(),
            };
            gathered.entry((value.field, value.tag.clone())).or_default().entry(item).or_default().insert(*at);
        }
    }
    gathered
}

/// Parts that no record names any more are told of no more.
fn prune(survived: &mut Survived) {
    let named = |entity: &Entity| {
        entity
            .statements
            .iter()
            .filter_map(|statement| match &statement.value.item {
                Item::Ref(iri) => Some(iri.clone()),
                Item::Text(_) => None,
            })
            .collect::<Vec<_>>()
    };
    let named: BTreeSet<String> = survived.entities.iter().flat_map(named).collect();
    survived.entities.retain(|entity| shape()[entity.class].is_root || named.contains(&entity.iri));
}

struct Choice<'c> {
    world: &'c World,
    settings: &'c Settings,
    iri: &'c str,
    /// The nodes that state what was chosen for a field, and all that state anything for it.
    told: BTreeMap<String, (BTreeSet<NodeId>, BTreeSet<NodeId>)>,
    conflicts: &'c mut Vec<Conflict>,
}

impl Choice<'_> {
    fn statements(&mut self, class: usize, mut gathered: BTreeMap<(usize, String), Values>) -> Vec<Statement> {
        absorb(class, &mut gathered);
        let mut statements = Vec::new();
        for ((at, tag), values) in gathered {
            let field = &shape()[class].fields[at];
            let chosen =
                if field.many || matches!(field.kind, Kind::Texts) { values } else { self.one(field, &tag, &values) };
            statements.extend(chosen.into_iter().map(|(item, nodes)| Statement {
                value: Value { field: at, tag: tag.clone(), item },
                sources: self.sources(&nodes),
            }));
        }
        statements
    }

    fn sources(&self, nodes: &BTreeSet<NodeId>) -> BTreeSet<usize> {
        nodes.iter().map(|node| self.world.nodes()[*node].source).collect()
    }

    /// One value; none where no value goes with what was chosen before.
    fn one(&mut self, field: &Field, tag: &str, values: &Values) -> Values {
        let all: BTreeSet<NodeId> = values.values().flatten().copied().collect();
        let mut rest = self.fitting(field, values);
        let mut by = if rest.len() < values.len() { "together" } else { "" };
        for criterion in self.settings.criteria(&field.name) {
            if rest.len() > 1 {
                self.best(criterion, field, &mut rest);
                by = criterion.word();
            }
        }
        let chosen = rest.first_key_value().map(|(item, nodes)| (item.clone(), nodes.clone()));
        for (item, nodes) in values.iter().filter(|(item, _)| chosen.as_ref().is_none_or(|(known, _)| known != *item)) {
            self.conflicts.push(Conflict {
                iri: self.iri.to_owned(),
                field: field.name.clone(),
                tag: tag.to_owned(),
                by,
                chosen: chosen.as_ref().map(|(item, nodes)| (item.text().to_owned(), self.sources(nodes))),
                other: (item.text().to_owned(), self.sources(nodes)),
            });
        }
        if let Some((_, nodes)) = &chosen {
            let told = self.told.entry(field.name.clone()).or_default();
            told.0.extend(nodes);
            told.1.extend(all);
        }
        chosen.into_iter().collect()
    }

    /// The values that go with what was chosen for the field that leads.
    fn fitting(&self, field: &Field, values: &Values) -> Values {
        let lead = TOGETHER.iter().find(|(_, others)| others.contains(&field.name.as_str()));
        let Some((chosen, any)) = lead.and_then(|(lead, _)| self.told.get(*lead)) else { return values.clone() };
        let fits = |node: &NodeId| chosen.contains(node) || !any.contains(node);
        values
            .iter()
            .filter(|(_, nodes)| nodes.iter().any(fits))
            .map(|(item, nodes)| (item.clone(), nodes.clone()))
            .collect()
    }

    /// Keeps the values that a criterion puts first.
    fn best(&self, criterion: Criterion, field: &Field, values: &mut Values) {
        let score = |(item, nodes): (&Item, &BTreeSet<NodeId>)| self.score(criterion, field, item, nodes);
        let best = values.iter().map(score).max();
        values.retain(|item, nodes| Some(self.score(criterion, field, item, nodes)) == best);
    }

    fn score(&self, criterion: Criterion, field: &Field, item: &Item, nodes: &BTreeSet<NodeId>) -> (i64, u64) {
        let sources = nodes.iter().map(|node| &self.world.sources()[self.world.nodes()[*node].source]);
        match criterion {
            Criterion::Authority => {
                (i64::from(sources.into_iter().any(|source| source.authority.contains(&field.name))), 0)
            }
            Criterion::Rank => {
                (-i64::from(sources.into_iter().filter_map(|source| source.rank).min().unwrap_or(u32::MAX)), 0)
            }
            Criterion::Newest => (nodes.iter().filter_map(|node| self.changed(*node)).max().unwrap_or(i64::MIN), 0),
            Criterion::Longest => (i64::try_from(item.text().chars().count()).unwrap_or(i64::MAX), 0),
            Criterion::Hash => (0, u64::MAX - XxHash3_64::oneshot(item.text().as_bytes())),
        }
    }

    /// When what a node states was last changed, or seen.
    fn changed(&self, node: NodeId) -> Option<i64> {
        let node = &self.world.nodes()[node];
        let retrieved = self.world.sources()[node.source].retrieved.as_deref();
        node.text("modified").or(retrieved).and_then(seconds)
    }
}

/// A text without language says nothing more where another source tells its language.
fn absorb(class: usize, gathered: &mut BTreeMap<(usize, String), Values>) {
    let tagged: BTreeSet<(usize, Item)> = gathered
        .iter()
        .filter(|((_, tag), _)| !tag.is_empty())
        .flat_map(|((field, _), values)| values.keys().map(|item| (*field, item.clone())))
        .collect();
    for ((field, tag), values) in gathered.iter_mut() {
        if tag.is_empty() && matches!(shape()[class].fields[*field].kind, Kind::Text | Kind::Texts) {
            values.retain(|item, _| !tagged.contains(&(*field, item.clone())));
        }
    }
    gathered.retain(|_, values| !values.is_empty());
}
