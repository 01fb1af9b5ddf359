//! What entities are called, and what tells namesakes apart.

use serde_json::{Value, json};

use super::{Entity, Index, Source};
use crate::collection::Label;
use crate::collection::facts::items;
use crate::doc::{Node, Value as Tree};
use crate::thesaurus::Concept;

/// Fields that hold names.
const NAMES: [&str; 5] = ["title", "name", "label", "alternateName", "acronym"];

/// The longest description.
const LONGEST: usize = 160;

/// Every name of a record, in every language, each once.
pub(super) fn names(node: &Node) -> Vec<String> {
    let mut names = Vec::new();
    for value in NAMES.iter().filter_map(|key| node.get(key)) {
        texts(value, &mut names);
    }
    once(names)
}

/// Every name of a concept: labels, code and notation.
pub(super) fn labels(concept: &Concept) -> Vec<String> {
    let labels = concept.every_label().map(|label| label.text.clone());
    once(labels.chain([concept.code.clone(), concept.notation.clone()]).collect())
}

fn once(names: Vec<String>) -> Vec<String> {
    let mut known = Vec::new();
    for name in names {
        if !known.contains(&name) && !name.trim().is_empty() {
            known.push(name);
        }
    }
    known
}

/// The strings of a text, of a list, of all languages.
pub(super) fn texts(value: &Node, found: &mut Vec<String>) {
    match &value.value {
        Tree::Object(members) => members.iter().for_each(|member| texts(&member.node, found)),
        _ => found.extend(value.items().iter().filter_map(Node::as_str).map(str::to_owned)),
    }
}

impl Index {
    /// A few words that tell an entity from its namesakes.
    pub(super) fn description(&self, entity: &Entity) -> String {
        let text = match entity.source {
            Source::Concept(concept) => format!("{} {}", self.kinds[entity.kind].id, concept.code),
            Source::Record(at) => self.said(&self.collection.records()[at].node(), self.kinds[entity.kind].id),
        };
        text.chars().take(LONGEST).collect()
    }

    /// Type, and what of a record is short and says the most.
    fn said(&self, node: &Node, kind: &str) -> String {
        let name = |key: &str| {
            let value = items(node, key).first()?;
            match self.collection.named(value) {
                Some(at) => Some(Label::of_record(&self.collection.records()[at], "en").text),
                None => value.as_str().map(str::to_owned),
            }
        };
        let parts =
            ["acronym", "unitOf", "forum", "edition", "containedInPlace", "start", "startDate", "country", "orcid"];
        let said: Vec<String> = parts.iter().filter_map(|key| name(key)).collect();
        if said.is_empty() { kind.to_owned() } else { format!("{kind}: {}", said.join(", ")) }
    }

    /// Id, name, description and type, as suggestions and flyouts hold them.
    pub(super) fn shown(&self, entity: &Entity) -> Value {
        json!({
            "id": &*entity.id,
            "name": entity.label.text,
            "description": self.description(entity),
            "notable": [self.kinds[entity.kind].short()],
        })
    }
}
