//! Keeping sound records in normal form, to compare them with others.

use super::Outcome;
use super::convert;
use super::record::Origin;
use crate::doc::{Node, Value};
use crate::rdf::names::Unnamed;
use crate::rdf::{naming, resolve};
use crate::shape::{ClassId, Kind, shape};

/// How to bring records into normal form. Nothing keeps a sound record from it: nodes without a natural key stay
/// without id, and without a base [`NO_BASE`](naming::NO_BASE) will do.
#[derive(Debug, Default)]
pub struct Keep {
    /// The base of minted IRIs, whatever records say.
    pub base: Option<String>,
    /// The base where neither `base` nor the record says one.
    pub default_base: Option<String>,
}

impl Keep {
    pub(super) fn record(&self, mut record: Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        let mut base = convert::base_of(&record, self.base.as_deref(), self.default_base.as_deref());
        while let Err(unnamed) = resolve::resolve(&mut record, class, base) {
            match unnamed {
                Unnamed::NoBase(_) => base = Some(naming::NO_BASE),
                Unnamed::NoKey(..) => label(&mut record, class),
            }
        }
        let records = convert::normalized(record, class, origin, outcome);
        outcome.kept.extend(records.into_iter().map(Node::into_owned));
    }
}

/// Gives each node that has nothing to make an IRI from a label like those of blank nodes.
fn label(node: &mut Node, class: ClassId) {
    let span = node.head();
    if node.get("id").is_none() && !naming::has_key(node, class) {
        node.set("id", Node::string(format!("_:{}", span.start), span));
    }
    let class = &shape()[class];
    for member in node.as_object_mut().into_iter().flatten() {
        let Some(Kind::Ref(classes)) = class.field(&member.key).map(|field| &field.kind) else { continue };
        for item in member.node.items_mut().iter_mut().filter(|item| matches!(item.value, Value::Object(_))) {
            let class = shape().pick(classes, item.text("type"));
            label(item, class);
        }
    }
}
