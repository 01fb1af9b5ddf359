//! Checks as SARIF's rules, each with its page.

use serde_json::{Value, json};

use crate::check;

/// The rule of a check.
pub(super) fn rule(id: &str) -> Value {
    let Some(check) = check::by_id(id) else { return json!({"id": id}) };
    let page = check.page();
    let finds = finds(&page);
    json!({
        "id": id,
        "name": name(id),
        "shortDescription": {"text": sentence(&finds)},
        "fullDescription": {"text": finds},
        "help": {"text": page, "markdown": page},
        "helpUri": check.address(),
        "defaultConfiguration": {"level": check.severity.name()},
        "properties": {"tags": [id.split('/').next().unwrap_or(id)]},
    })
}

/// `TimeEndBeforeStart` for `time/end-before-start`.
fn name(id: &str) -> String {
    let words = id.split(['/', '-']).map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    words.collect()
}

/// What stands under the first heading of a page, as one paragraph.
fn finds(page: &str) -> String {
    let lines = page.lines().skip_while(|line| line.starts_with('#') || line.is_empty());
    lines.take_while(|line| !line.starts_with('#')).map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The first sentence of a paragraph.
fn sentence(paragraph: &str) -> &str {
    paragraph.find(". ").map_or(paragraph, |end| &paragraph[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;

    #[test]
    fn every_check_is_a_rule_in_words() {
        for check in CHECKS {
            let rule = rule(check.id);
            let short = rule["shortDescription"]["text"].as_str().unwrap_or_default();
            assert!(short.ends_with('.') && short.len() < 300, "{}: {short}", check.id);
            assert!(rule["help"]["text"].as_str().is_some_and(|page| page.contains("## How to mend")), "{}", check.id);
        }
        let rule = rule("time/end-before-start");
        assert_eq!(rule["name"], "TimeEndBeforeStart");
        assert_eq!(rule["helpUri"], "https://w3id.org/plenary/check/time/end-before-start");
    }
}
