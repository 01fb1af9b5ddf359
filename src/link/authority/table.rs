//! Registers as tables: extracts of Wikidata and whatever else has an identifier and a name in each row.

use super::read::host;
use super::{Entity, NameKind, Place, country};
use crate::diagnostic::Error;
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
/// If no column has identifiers or names, two have one name, or a row lacks an identifier or a name, with its place.
pub fn read(table: &Table) -> Result<Vec<Entity>, Error> {
    let named = COLUMNS.map(|(_, names)| names.iter().find(|name| table.column(name).is_some()));
    for (needed, (what, names)) in named.iter().zip(COLUMNS).take(2) {
        if needed.is_none() {
            let known = table.header.join(", ");
            let message = format!("{}: no column has the {what}s; there are {known}", table.name());
            return Err(Error::input(message).help(format!("name a column {}", names.join(", or "))));
        }
    }
    named.iter().flatten().try_for_each(|name| table.is_one(name))?;
    let columns = named.map(|name| name.and_then(|name| table.column(name)));
    let lacks = |at: usize, column: usize, what: &str| {
        let error = table.wrong(at, columns[column].unwrap_or_default(), format!("this row has no {what}"));
        error.help("give every row an id and a name, or leave it out")
    };
    let rows = table.rows.iter().enumerate();
    rows.map(|(at, row)| {
        let cells = Cells { row, columns: &columns };
        let id = cells.of(0).next().ok_or_else(|| lacks(at, 0, "id"))?;
        cells.of(1).next().ok_or_else(|| lacks(at, 1, "name"))?;
        Ok(entity(&id, &cells))
    })
    .collect()
}

/// A row with the column that each of what is read stands in.
struct Cells<'t> {
    row: &'t [String],
    columns: &'t [Option<usize>; 9],
}

impl Cells<'_> {
    /// The values of a cell.
    fn of(&self, at: usize) -> impl Iterator<Item = String> {
        let cell = self.columns[at].map_or("", |column| self.row[column].as_str());
        cell.split('|').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    }
}

fn entity(id: &str, row: &Cells) -> Entity {
    let first = |at: usize| row.of(at).next().unwrap_or_default();
    let names = row.of(1).map(|name| (NameKind::Label, name));
    let aliases = row.of(2).map(|name| (NameKind::Alias, name));
    let acronyms = row.of(3).map(|name| (NameKind::Acronym, name));
    let given = first(6);
    let (code, name) = if given.len() == 2 {
        (given.to_uppercase(), String::new())
    } else {
        (country::code(&given).unwrap_or_default().to_owned(), given)
    };
    let place = Place { city: first(4), region: first(5), country: code, country_name: name, ..Place::default() };
    Entity {
        iri: iri(id),
        names: names.chain(aliases).chain(acronyms).collect(),
        places: if place == Place::default() { Vec::new() } else { vec![place] },
        domains: row.of(7).map(|url| host(&url).unwrap_or(url)).collect(),
        parents: row.of(8).map(|parent| iri(&parent)).collect(),
    }
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
    use crate::source::Source;

    fn register(text: &str) -> Result<Vec<Entity>, Error> {
        Table::read(&Source::new("register.csv", text), None).and_then(|table| read(&table))
    }

    #[test]
    fn rows_are_organizations() {
        let text = "item,itemLabel,acronym,country,website\nQ7,Institute of Tides,IT|IoT,Switzerland,https://www.tides.example/en\n";
        let entities = register(text).expect("a register");
        assert_eq!(entities[0].iri, "http://www.wikidata.org/entity/Q7");
        assert_eq!(entities[0].names.len(), 3);
        assert_eq!((entities[0].places[0].country.as_str(), entities[0].domains[0].as_str()), ("CH", "tides.example"));
    }

    #[test]
    fn what_is_missing_is_told_at_its_place() {
        for (text, words) in [
            ("title,name\nx,y\n", "no column has the ids; there are title, name"),
            ("id,name\n,y\n", "register.csv:2:1: this row has no id"),
            ("id,name,alias\nx, ,y\n", "register.csv:2:3: this row has no name"),
            ("id,name,alias,name\nx,y,z,y\n", "register.csv:1:15: there are two columns"),
            ("id,name\nx:1,Ministry of Foreign Affairs, Ghana\n", "register.csv:2:33: this row has 3 cells"),
        ] {
            let told = register(text).expect_err(text).to_string();
            assert!(told.contains(words), "{told}");
        }
    }
}
