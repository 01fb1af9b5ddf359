//! Queries of version 0.2: <https://reconciliation-api.github.io/specs/0.2/#reconciliation-queries>.

use super::Index;
use super::query::{Condition, Qualifier, Quantifier, Query, Types, asked};
use super::read::{At, Fault};

/// The queries of a batch by their keys.
pub(super) fn queries(index: &Index, batch: &At) -> Result<Vec<(String, Query)>, Fault> {
    let members = batch.object()?;
    batch.bounded(members.len())?;
    members.iter().map(|(key, value)| Ok((key.clone(), query(index, &batch.below(key, value))?))).collect()
}

fn query(index: &Index, at: &At) -> Result<Query, Fault> {
    at.only(&["query", "type", "limit", "properties", "type_strict"])?;
    let mut query = Query::new();
    query.set_limit(at.get("limit"))?;
    query.types = types(index, at)?;
    if let Some(name) = at.get("query") {
        query.names.push(name.text()?.to_owned());
    }
    if let Some(properties) = at.get("properties") {
        query.conditions = properties.list()?.iter().map(condition).collect::<Result<_, _>>()?;
    }
    if query.names.is_empty() && query.conditions.is_empty() {
        return Err(at.fault("there is nothing to look for; give a \"query\", or \"properties\" that are not empty"));
    }
    Ok(query)
}

#[derive(Clone, Copy)]
enum Strict {
    Any,
    Should,
    All,
}

fn types(index: &Index, at: &At) -> Result<Types, Fault> {
    let strict = [("any", Strict::Any), ("should", Strict::Should), ("all", Strict::All)];
    let strict = at.get("type_strict").map(|at| at.word(&strict)).transpose()?.unwrap_or(Strict::Any);
    let Some(wanted) = at.get("type") else { return Ok(Types::All) };
    let found =
        wanted.one_or_many()?.iter().map(|at| Ok(index.kinds.find(at.text()?))).collect::<Result<Vec<_>, _>>()?;
    Ok(match strict {
        _ if found.is_empty() => Types::All,
        Strict::Any => Types::Any(found.into_iter().flatten().collect()),
        Strict::Should => Types::Rather(found.into_iter().flatten().collect()),
        Strict::All => Types::Each(found),
    })
}

fn condition(at: &At) -> Result<Condition, Fault> {
    at.only(&["pid", "v"])?;
    Ok(Condition {
        property: at.need("pid")?.text()?.to_owned(),
        values: asked(&at.need("v")?)?,
        required: false,
        quantifier: Quantifier::Any,
        qualifier: Qualifier::Like,
    })
}
