//! Registers as tables: extracts of Wikidata and whatever else has an identifier and a name in each row.

use super::read::host;
use super::{Entity, NameKind, Place};
use crate::link::table::Table;

/// The columns that are read, each by the names that it may have.
const COLUMNS: [(&str, &[&str]); 9] = [
    ("id", &["id", "iri", "item", "ror", "wikidata", "qid"]),
    ("name", &["name", "label", "itemLabel", "prefLabel"]),
    ("alias", &["alias", "aliases", "alternateName", "altLabel", "itemAltLabel"]),
    ("acronym", &["acronym", "acronyms", "shortName", "short_name"]),
    ("city", &["city", "place", "cityLabel"]),
    ("region", &["region", "state", "regionLabel"]),
    ("country", &["country", "countryCode", "country_code", "countryLabel"]),
    ("url", &["url", "website", "domain", "homepage"]),
    ("parent", &["parent", "unitOf", "partOf"]),
];

/// The organizations of a table: one a row, several values in a cell parted by `|`. Rows of one identifier are one organization.
///
/// # Errors
/// If no column has identifiers or names, or a row lacks one; in words, with the number of the row.
pub fn read(table: &Table) -> Result<Vec<Entity>, String> {
    let columns = COLUMNS.map(|(_, names)| names.iter().find_map(|name| table.column(name)));
    for (needed, (what, names)) in columns.iter().zip(COLUMNS).take(2) {
        if needed.is_none() {
            let known = table.header.join(", ");
            return Err(format!("no column has the {what}s ({}); there are {known}", names.join(", ")));
        }
    }
    let rows = table.rows.iter().enumerate();
    rows.map(|(at, row)| entity(row, &columns).ok_or_else(|| format!("row {}: there is no id, or no name", at + 2)))
        .collect()
}

fn entity(row: &[String], columns: &[Option<usize>; 9]) -> Option<Entity> {
    let cells = |at: usize| {
        let cell = columns[at].map_or("", |column| row[column].as_str());
        cell.split('|').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let first = |at: usize| cells(at).next().unwrap_or_default();
    let names = cells(1).map(|name| (NameKind::Label, name));
    let aliases = cells(2).map(|name| (NameKind::Alias, name));
    let acronyms = cells(3).map(|name| (NameKind::Acronym, name));
    let names: Vec<(NameKind, String)> = names.chain(aliases).chain(acronyms).collect();
    names.first().filter(|(kind, _)| *kind == NameKind::Label)?;
    let country = first(6);
    let (code, name) =
        if country.len() == 2 { (country.to_uppercase(), String::new()) } else { (code(&country), country) };
    let place = Place { city: first(4), region: first(5), country: code, country_name: name, ..Place::default() };
    Some(Entity {
        iri: iri(&cells(0).next()?),
        names,
        places: if place == Place::default() { Vec::new() } else { vec![place] },
        domains: cells(7).map(|url| host(&url).unwrap_or(url)).collect(),
        parents: cells(8).map(|parent| iri(&parent)).collect(),
    })
}

/// The code of a country by a name of it; empty where it is not known.
fn code(name: &str) -> String {
    let mut known = crate::link::name::words::country_names();
    known.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| code.to_owned()).unwrap_or_default()
}

/// An identifier as an IRI; a number of Wikidata is one of its entities.
fn iri(id: &str) -> String {
    let is_item = id
        .strip_prefix('Q')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if is_item { format!("http://www.wikidata.org/entity/{id}") } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_organizations() {
        let text = "item,itemLabel,acronym,country,website\nQ7,Institute of Tides,IT|IoT,Switzerland,https://www.tides.example/en\n";
        let entities = read(&Table::read(text, None)).expect("a register");
        assert_eq!(entities[0].iri, "http://www.wikidata.org/entity/Q7");
        assert_eq!(entities[0].names.len(), 3);
        assert_eq!((entities[0].places[0].country.as_str(), entities[0].domains[0].as_str()), ("CH", "tides.example"));
    }

    #[test]
    fn what_lacks_an_identifier_is_told() {
        assert!(read(&Table::read("title,name\nx,y\n", None)).expect_err("no id").contains("id"));
        assert!(read(&Table::read("id,name\n,y\n", None)).expect_err("no id").contains("row 2"));
    }
}
