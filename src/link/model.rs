//! Models as TOML: what was learned of some records, to weigh others by.

use std::fmt::Write;

use toml_edit::{DocumentMut, Item, Table, Value};

use super::record::Field;
use super::role::Role;
use super::weigh::{FieldModel, Model};

/// Writes a model.
#[must_use]
pub fn write(fields: &[Field], model: &Model) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(text, "share = {:e}", model.share);
    for (field, shares) in fields.iter().zip(&model.fields) {
        let _ = writeln!(text, "\n[[field]]\nname = {}", Value::from(field.name.as_str()));
        let _ = writeln!(text, "role = \"{}\"", field.role.name());
        let _ = writeln!(text, "same = {}\nother = {}", list(&shares.same), list(&shares.other));
    }
    text
}

const HEAD: &str = "# Shares of the levels of agreement, from equality to no agreement: among pairs of one entity, and among other pairs.
# share is that of pairs of one entity among all.
";

fn list(shares: &[f64]) -> String {
    let shares: Vec<String> = shares.iter().map(|share| format!("{share:e}")).collect();
    format!("[{}]", shares.join(", "))
}

/// Reads a model for some fields; what is wrong with it, in words.
///
/// # Errors
/// If the text is no model, or one for other fields.
pub fn read(text: &str, fields: &[Field]) -> Result<Model, String> {
    let document: DocumentMut = text.parse().map_err(|error| format!("this is not TOML: {error}"))?;
    let share = document.get("share").and_then(Item::as_float).filter(|share| *share > 0.0 && *share < 1.0);
    let share = share.ok_or("share is not a number between 0 and 1")?;
    let tables = document.get("field").and_then(Item::as_array_of_tables).ok_or("there is no [[field]]")?;
    let given: Vec<(Field, FieldModel)> = tables.iter().map(read_field).collect::<Result<_, String>>()?;
    if !given.iter().map(|(field, _)| field).eq(fields) {
        let names: Vec<&str> = given.iter().map(|(field, _)| field.name.as_str()).collect();
        return Err(format!("it is a model for the fields {}, or for other roles of them", names.join(", ")));
    }
    Ok(Model { fields: given.into_iter().map(|(_, shares)| shares).collect(), share })
}

fn read_field(table: &Table) -> Result<(Field, FieldModel), String> {
    let text = |key: &str| table.get(key).and_then(Item::as_str).ok_or_else(|| format!("a field has no {key}"));
    let name = text("name")?.to_owned();
    let role = Role::by_name(text("role")?).ok_or_else(|| format!("{name} has no role that is known"))?;
    let shares = |key: &str| {
        let list =
            table.get(key).and_then(Item::as_array).map(|list| list.iter().filter_map(Value::as_float).collect());
        let sound = |list: &Vec<f64>| {
            list.len() == usize::from(role.last_level()) && list.iter().all(|share| *share > 0.0 && *share <= 1.0)
        };
        list.filter(sound).ok_or_else(|| format!("{name}.{key} is not a list of {} shares", role.last_level()))
    };
    Ok((Field { name: name.clone(), role }, FieldModel { role, same: shares("same")?, other: shares("other")? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_comes_back_as_it_was() {
        let fields = [
            Field { name: "a \"b\"".to_owned(), role: Role::Family },
            Field { name: "c".to_owned(), role: Role::Date },
        ];
        let model =
            Model { fields: fields.iter().map(|field| FieldModel::prior(field.role)).collect(), share: 0.1 + 0.2 };
        let text = write(&fields, &model);
        assert_eq!(read(&text, &fields), Ok(model));
        assert!(read(&text, &fields[..1]).is_err());
        assert!(read(&text.replace("[7.5e-1", "[0.0"), &fields).is_err());
    }
}
