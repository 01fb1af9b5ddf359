//! Models as TOML: what was learned of some records, to weigh others by. `config::weights` reads them.

use std::fmt::Write;

use toml_edit::Value;

use super::record::Field;
use super::weigh::Model;

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
