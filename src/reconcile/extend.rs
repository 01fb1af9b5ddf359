//! Data extension: the properties of entities that somebody has found.

use serde_json::{Map, Value, json};

use super::read::{At, Fault};
use super::value::Found;
use super::{Index, Version};
use crate::halt::Halt;

/// The most properties of one request.
const PROPERTIES: usize = 50;

/// A property that is asked for.
struct Wanted {
    id: String,
    /// The most values; none for all.
    limit: Option<usize>,
    /// Whether IRIs are wanted in place of what they name.
    as_ids: bool,
}

/// Answers a data extension query ("Data Extension Service" of either version).
///
/// # Errors
/// When the query is not what the specification says, or asks for too much at once. What is called off is cut short.
pub fn extend(index: &Index, version: Version, query: &Value, halt: &Halt) -> Result<Value, Fault> {
    let at = At::root(query);
    at.only(&["ids", "properties"])?;
    let ids = at.need("ids")?.list()?.iter().map(At::text).collect::<Result<Vec<&str>, _>>()?;
    let properties = at.need("properties")?;
    let wanted = properties.list()?.iter().map(wanted).collect::<Result<Vec<_>, _>>()?;
    if wanted.len() > PROPERTIES {
        let message = format!("{PROPERTIES} properties are answered at once; ask for the others afterwards");
        return Err(Fault { is_too_much: true, ..properties.fault(message) });
    }
    let meta: Vec<Value> = wanted.iter().map(|wanted| json!({"id": wanted.id, "name": wanted.id})).collect();
    let values = |id: &str, wanted: &Wanted| -> Vec<Value> {
        let entity = index.entity(id).filter(|_| !halt.is_given());
        let found = entity.map(|entity| index.values(entity, &wanted.id)).unwrap_or_default();
        found.iter().take(wanted.limit.unwrap_or(usize::MAX)).map(|value| shown(value, wanted.as_ids)).collect()
    };
    let rows: Value = match version {
        Version::V0_2 => {
            let row = |id: &&str| {
                let cells = wanted.iter().map(|wanted| (wanted.id.clone(), Value::from(values(id, wanted))));
                ((*id).to_owned(), Value::Object(cells.collect()))
            };
            Value::Object(ids.iter().map(row).collect::<Map<_, _>>())
        }
        Version::Draft => {
            let row = |id: &&str| {
                let cells = wanted.iter().map(|wanted| json!({"id": wanted.id, "values": values(id, wanted)}));
                json!({"id": id, "properties": cells.collect::<Vec<_>>()})
            };
            ids.iter().map(row).collect()
        }
    };
    Ok(json!({"meta": meta, "rows": rows}))
}

fn wanted(at: &At) -> Result<Wanted, Fault> {
    let id = at.need("id")?.text()?.to_owned();
    let settings = at.get("settings");
    if let Some(settings) = &settings {
        settings.object()?;
    }
    let limit =
        settings.as_ref().and_then(|settings| settings.get("limit")).map(|at| count(&at)).transpose()?.flatten();
    let content = settings.as_ref().and_then(|settings| settings.get("content"));
    let as_ids = content.map(|at| at.word(&[("id", true), ("name", false)])).transpose()?.unwrap_or(false);
    Ok(Wanted { id, limit, as_ids })
}

/// A number of values, as a number or as a string; 0 for all.
fn count(at: &At) -> Result<Option<usize>, Fault> {
    let number = at.value.as_u64().or_else(|| at.value.as_str()?.trim().parse().ok());
    let number = number.ok_or_else(|| at.fault("a whole number is expected here"))?;
    Ok(usize::try_from(number).ok().filter(|number| *number > 0))
}

fn shown(value: &Found, as_id: bool) -> Value {
    match value {
        Found::Entity(id, _) if as_id => json!({"str": id}),
        Found::Entity(id, name) => json!({"id": id, "name": name}),
        Found::Text(text, _) | Found::Number(text) => json!({"str": text}),
        Found::Moment(text) => json!({"date": text}),
        Found::Integer(number) => json!({"int": number}),
    }
}

/// The properties that entities of a type may have.
#[must_use]
pub fn propose(index: &Index, of_type: &str, limit: usize) -> Value {
    let kind = index.kinds.find(of_type).map(|at| &index.kinds[at]);
    let properties = kind.map(super::kind::Kind::properties).unwrap_or_default();
    let shown: Vec<Value> = properties.iter().take(limit).map(super::kind::Property::whole).collect();
    json!({"type": of_type, "limit": limit, "properties": shown})
}
