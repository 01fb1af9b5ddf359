//! Registers read: ROR in both of its schemas.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Authority, Entity, NameKind, Place};

/// The organizations of records of ROR: a list, a record a line, or one record after the other.
///
/// # Errors
/// If a record is no JSON, or has no identifier or no name, with its line or its number; the message says so in words.
pub fn ror(text: &str) -> Result<Vec<Entity>, String> {
    let (unit, records) = records(text.trim_start_matches('\u{feff}'))?;
    let read =
        |(at, record): (usize, Value)| entity(&record).map_err(|what| format!("{unit} {at}: {what}")).transpose();
    records.into_iter().filter_map(read).collect()
}

/// Records with their numbers.
type Numbered = Vec<(usize, Value)>;

/// The records, each with its number, and what is counted by it.
fn records(text: &str) -> Result<(&'static str, Numbered), String> {
    let counted = |records: Vec<Value>| ("record", (1..).zip(records).collect());
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map(counted).map_err(|error| error.to_string());
    }
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    let is_line = lines.peek().is_some_and(|(_, line)| serde_json::from_str::<IgnoredAny>(line).is_ok());
    if !is_line {
        let values = serde_json::Deserializer::from_str(text).into_iter();
        return values.collect::<Result<_, _>>().map(counted).map_err(|error| error.to_string());
    }
    let record = |(at, line)| match serde_json::from_str(line) {
        Ok(record) => Ok((at, record)),
        Err(error) => Err(format!("line {at}: {error}")),
    };
    Ok(("line", lines.map(record).collect::<Result<_, _>>()?))
}

/// Whether a text holds records of ROR.
#[must_use]
pub fn is_ror(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let end = head.char_indices().nth(20_000).map_or(head.len(), |(at, _)| at);
    head.starts_with(['{', '['])
        && head[..end].contains("\"https://ror.org/")
        && head[..end].contains("\"relationships\"")
}

/// What was kept of an authority with [`Authority::keep`]; none where the bytes are something else.
///
/// # Errors
/// If it is of another version, or not as it was written; in words that follow its name.
#[must_use]
pub fn kept(bytes: &[u8]) -> Option<Result<Vec<Entity>, &'static str>> {
    Authority::kept(bytes)
}

/// A record; none where it was withdrawn.
fn entity(record: &Value) -> Result<Option<Entity>, String> {
    if record["status"] == "withdrawn" {
        return Ok(None);
    }
    let iri = record["id"].as_str().ok_or("this record has no id")?.to_owned();
    let names = if record["names"].is_array() { names(record) } else { names_before(record) };
    if names.is_empty() {
        return Err(format!("the record {iri} has no name"));
    }
    let relations = record["relationships"].as_array().map(Vec::as_slice).unwrap_or_default();
    let parents = relations.iter().filter(|relation| lower(&relation["type"]) == "parent");
    Ok(Some(Entity {
        iri,
        names,
        places: places(record),
        domains: domains(record),
        parents: parents.filter_map(|relation| relation["id"].as_str().map(str::to_owned)).collect(),
    }))
}

fn lower(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> impl Iterator<Item = String> + use<'_> {
    list(value).filter_map(Value::as_str).map(str::to_owned)
}

/// The names by schema 2, the one to show first.
fn names(record: &Value) -> Vec<(NameKind, String)> {
    let mut names: Vec<(bool, NameKind, String)> = list(&record["names"])
        .filter_map(|name| {
            let types: Vec<String> = texts(&name["types"]).collect();
            let has = |kind: &str| types.iter().any(|known| known == kind);
            let kind = match () {
                () if has("label") || has("ror_display") => NameKind::Label,
                () if has("acronym") => NameKind::Acronym,
                () => NameKind::Alias,
            };
            Some((!has("ror_display"), kind, name["value"].as_str()?.to_owned()))
        })
        .collect();
    names.sort();
    names.into_iter().map(|(_, kind, name)| (kind, name)).collect()
}

/// The names by schema 1.
fn names_before(record: &Value) -> Vec<(NameKind, String)> {
    let own = record["name"].as_str().map(|name| (NameKind::Label, name.to_owned()));
    let labels =
        list(&record["labels"]).filter_map(|label| Some((NameKind::Label, label["label"].as_str()?.to_owned())));
    let aliases = texts(&record["aliases"]).map(|name| (NameKind::Alias, name));
    let acronyms = texts(&record["acronyms"]).map(|name| (NameKind::Acronym, name));
    own.into_iter().chain(labels).chain(aliases).chain(acronyms).collect()
}

fn places(record: &Value) -> Vec<Place> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let code = |value: &Value| text(value).rsplit(['-', '.']).next().unwrap_or_default().to_owned();
    let place = |location: &Value| {
        let about = &location["geonames_details"];
        Place {
            city: text(&about["name"]),
            region: text(&about["country_subdivision_name"]),
            region_code: code(&about["country_subdivision_code"]),
            country: text(&about["country_code"]),
            country_name: text(&about["country_name"]),
        }
    };
    let place_before = |address: &Value| {
        let state = &address["geonames_city"]["geonames_admin1"];
        Place {
            city: text(&address["city"]),
            region: text(&state["name"]),
            region_code: code(&state["code"]),
            country: text(&record["country"]["country_code"]),
            country_name: text(&record["country"]["country_name"]),
        }
    };
    list(&record["locations"]).map(place).chain(list(&record["addresses"]).map(place_before)).collect()
}

fn domains(record: &Value) -> Vec<String> {
    let links = list(&record["links"]).filter(|link| link["type"] != "wikipedia");
    let links = links.filter_map(|link| link.as_str().or_else(|| link["value"].as_str()));
    let mut domains: Vec<String> = texts(&record["domains"]).chain(links.filter_map(host)).collect();
    domains.sort();
    domains.dedup();
    domains
}

/// The host of an address, without `www.`.
pub(super) fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', ':', '?', '#']).next()?.to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}
