//! Queries of the draft of version 1.0: <https://reconciliation-api.github.io/specs/draft/#reconciliation-queries>.

use super::Index;
use super::query::{Asked, Condition, Qualifier, Quantifier, Query, Types, asked};
use super::read::{At, Fault};

/// The queries of a batch, in their order.
pub(super) fn queries(index: &Index, batch: &At) -> Result<Vec<Query>, Fault> {
    batch.object()?;
    batch.need("queries")?.list()?.iter().map(|at| query(index, at)).collect()
}

fn query(index: &Index, at: &At) -> Result<Query, Fault> {
    at.only(&["type", "limit", "lang", "dir", "conditions"])?;
    let mut query = Query::new();
    query.set_limit(at.get("limit"))?;
    if let Some(wanted) = at.get("type") {
        query.types = Types::Any(index.kinds.find(wanted.text()?).into_iter().collect());
    }
    let conditions = at.need("conditions")?;
    let all = conditions.list()?;
    if all.is_empty() {
        return Err(conditions.fault("there is nothing to look for; give at least one condition"));
    }
    all.iter().try_for_each(|at| add(&mut query, at))?;
    Ok(query)
}

#[derive(Clone, Copy)]
enum Match {
    Name,
    Id,
    Property,
}

/// Adds a condition to a query.
fn add(query: &mut Query, at: &At) -> Result<(), Fault> {
    let known =
        ["matchType", "propertyId", "propertyValue", "required", "matchQuantifier", "matchQualifier", "lang", "dir"];
    at.only(&known)?;
    let sort =
        at.need("matchType")?.word(&[("name", Match::Name), ("id", Match::Id), ("property", Match::Property)])?;
    let values = asked(&at.need("propertyValue")?)?;
    let required = at.get("required").map(|at| at.flag()).transpose()?.unwrap_or(false);
    match sort {
        Match::Name => {
            query.needs_name |= required;
            query.names.extend(values.into_iter().map(|value| match value {
                Asked::Text(text) => text,
                Asked::Entity(id, name) => name.unwrap_or(id),
            }));
        }
        Match::Id => query.ids.extend(values.into_iter().map(|value| match value {
            Asked::Text(id) | Asked::Entity(id, _) => id,
        })),
        Match::Property => {
            let quantifiers = [("any", Quantifier::Any), ("all", Quantifier::All), ("none", Quantifier::None)];
            let qualifiers = [("ExactMatch", Qualifier::Exact), ("WildcardMatch", Qualifier::Wildcard)];
            let quantifier = at.get("matchQuantifier").map(|at| at.word(&quantifiers)).transpose()?;
            let qualifier = at.get("matchQualifier").map(|at| at.word(&qualifiers)).transpose()?;
            query.conditions.push(Condition {
                property: at.need("propertyId")?.text()?.to_owned(),
                values,
                required,
                quantifier: quantifier.unwrap_or_default(),
                qualifier: qualifier.unwrap_or_default(),
            });
        }
    }
    Ok(())
}
