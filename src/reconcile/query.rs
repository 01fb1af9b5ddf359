//! A query, whatever version of the API it comes in, and the answers to a batch of them.

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::read::{At, Fault};
use super::score::Candidate;
use super::{Index, Version, draft, version_0_2};
use crate::halt::Halt;

/// How many candidates a query gets that does not say it, and the most that one gets.
const USUAL: usize = 10;
const MOST: usize = 100;

/// What is looked for.
#[derive(Debug)]
pub(super) struct Query {
    /// Names that the entity may have; none where only properties are known.
    pub(super) names: Vec<String>,
    /// Whether one of the names has to be like one of the entity's.
    pub(super) needs_name: bool,
    /// IRIs that the entity may have.
    pub(super) ids: Vec<String>,
    pub(super) types: Types,
    pub(super) limit: usize,
    pub(super) conditions: Vec<Condition>,
}

/// Which types the entity may have. Types that there are not have no entities.
#[derive(Debug, Default)]
pub(super) enum Types {
    #[default]
    All,
    /// One of these.
    Any(Vec<usize>),
    /// All of these.
    Each(Vec<Option<usize>>),
    /// Rather one of these.
    Rather(Vec<usize>),
}

/// What is known of a property.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) property: String,
    pub(super) values: Vec<Asked>,
    /// Whether entities without it are no candidates.
    pub(super) required: bool,
    pub(super) quantifier: Quantifier,
    pub(super) qualifier: Qualifier,
}

/// A value that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Text(String),
    /// Another entity, and what it is called.
    Entity(String, Option<String>),
}

/// How many of the values have to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Quantifier {
    #[default]
    Any,
    All,
    None,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Qualifier {
    /// By how alike they are.
    #[default]
    Like,
    Exact,
    /// `*` stands for anything.
    Wildcard,
}

impl Query {
    /// A query for nothing yet.
    pub(super) fn new() -> Self {
        Self {
            names: Vec::new(),
            needs_name: false,
            ids: Vec::new(),
            types: Types::All,
            limit: USUAL,
            conditions: Vec::new(),
        }
    }

    pub(super) fn set_limit(&mut self, at: Option<At>) -> Result<(), Fault> {
        if let Some(at) = at {
            self.limit = at.limit(MOST)?;
        }
        Ok(())
    }
}

/// The values of a property: strings, numbers, truth values, entities; one or several.
pub(super) fn asked(at: &At) -> Result<Vec<Asked>, Fault> {
    let one = |at: &At| match at.value {
        Value::String(text) => Ok(Asked::Text(text.clone())),
        Value::Number(number) => Ok(Asked::Text(number.to_string())),
        Value::Bool(flag) => Ok(Asked::Text(flag.to_string())),
        Value::Object(_) => {
            let name = at.get("name").map(|name| name.text().map(str::to_owned)).transpose()?;
            Ok(Asked::Entity(at.need("id")?.text()?.to_owned(), name))
        }
        _ => Err(at.fault("a string, a number, true, false or an object with an id is expected here")),
    };
    at.one_or_many()?.iter().map(one).collect()
}

/// Answers a batch of queries.
///
/// # Errors
/// When the batch is not what the specification says ("Reconciliation Queries" of either version), or holds more
/// than [`BATCH`](super::BATCH) queries; when it is called off.
pub fn reconcile(index: &Index, version: Version, batch: &Value, halt: &Halt) -> Result<Value, Fault> {
    let candidates = |query: &Query| -> Result<Vec<Value>, Fault> {
        let found = index.candidates(query, halt);
        let found = found.ok_or_else(|| At::root(batch).fault("the batch was called off"))?;
        Ok(found.iter().map(|one| one.json(index, version)).collect())
    };
    match version {
        Version::V0_2 => {
            let queries = version_0_2::queries(index, &At::root(batch))?;
            let answers =
                queries.par_iter().map(|(key, query)| Ok((key.clone(), json!({"result": candidates(query)?}))));
            Ok(Value::Object(answers.collect::<Result<Vec<_>, _>>()?.into_iter().collect::<Map<_, _>>()))
        }
        Version::Draft => {
            let queries = draft::queries(index, &At::root(batch))?;
            let answers = queries.par_iter().map(|query| Ok(json!({"candidates": candidates(query)?})));
            Ok(json!({"results": answers.collect::<Result<Vec<_>, _>>()?}))
        }
    }
}

impl Candidate<'_> {
    /// The candidate, as results of a version hold it.
    fn json(&self, index: &Index, version: Version) -> Value {
        let feature = |(id, weight): &(String, i64)| match version {
            Version::V0_2 => json!({"id": id, "value": bits(*weight)}),
            Version::Draft => json!({"id": id, "name": id, "value": bits(*weight)}),
        };
        json!({
            "id": &*self.entity.id,
            "name": self.entity.label.text,
            "description": index.description(self.entity),
            "type": [index.kinds[self.entity.kind].short()],
            "score": bits(self.weight()),
            "match": self.is_certain,
            "features": self.features.iter().map(feature).collect::<Vec<_>>(),
        })
    }
}

/// Thousandths of bits as bits.
fn bits(weight: i64) -> f64 {
    f64::from(i32::try_from(weight).unwrap_or(i32::MIN)) / 1000.0
}
