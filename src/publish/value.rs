//! Values of records as templates show them: text, link, time or code.

use serde_json::{Map, Value, json};

use super::Site;
use super::code::{Sort, label_of};
use crate::collection::{Label, label};
use crate::doc::{Node, Value as Held};
use crate::format::feed::{self, is_web};
use crate::model::code::Scheme;
use crate::model::scalar::{Scalar, Term};
use crate::shape::{Class, Field, Kind};
use crate::thesaurus;

/// What a field holds, item by item.
pub(super) fn values(site: &Site, class: &Class, field: &Field, node: &Node) -> Vec<Value> {
    match &field.kind {
        Kind::Text => Label::of(node, site.language.tag).map(|label| text(&label)).into_iter().collect(),
        Kind::Texts => texts(node),
        Kind::Scalar(scalar) => strings(node).map(|item| scalar_value(site, &field.name, scalar, item)).collect(),
        Kind::Code(scheme) => strings(node).map(|code| code_value(site, class, field, scheme, code)).collect(),
        Kind::Integer { .. } => match &node.value {
            Held::Number(number) => vec![json!({"text": number})],
            _ => Vec::new(),
        },
        Kind::Ref(_) => node.items().iter().filter_map(|item| reference(site, item)).collect(),
        Kind::Id | Kind::Type | Kind::Private(_) | Kind::Head => Vec::new(),
    }
}

fn strings<'n>(node: &'n Node) -> impl Iterator<Item = &'n str> {
    node.items().iter().filter_map(Node::as_str)
}

/// A text and its language.
pub(super) fn text(label: &Label) -> Value {
    let mut value = Map::from_iter([("text".to_owned(), Value::from(label.text.as_str()))]);
    value.extend(label.language.as_deref().map(|language| ("lang".to_owned(), language.into())));
    Value::Object(value)
}

/// Every text of a set, with its language.
fn texts(node: &Node) -> Vec<Value> {
    let Some(members) = node.as_object() else {
        return strings(node).map(|item| json!({"text": label::plain(item)})).collect();
    };
    let one = |item: &str, key: &str| {
        let language = Some(key.to_owned()).filter(|key| key != "@none");
        text(&Label { text: label::plain(item), language })
    };
    members.iter().flat_map(|member| strings(&member.node).map(move |item| one(item, &member.key))).collect()
}

/// A link to the page of a record.
pub(super) fn link(site: &Site, record: usize) -> Value {
    let mut value = text(&site.labels[record]);
    value["href"] = format!("{}.html", site.paths.of(record)).into();
    value
}

/// A link to what a value names: a page of the site, else the address itself.
fn reference(site: &Site, node: &Node) -> Option<Value> {
    if let Some(record) = site.collection.named(node) {
        return Some(link(site, record));
    }
    node.as_str().map(address)
}

/// An address as a link, if it leads to the web; other schemes are shown and lead nowhere.
fn address(address: &str) -> Value {
    let shown = label::plain(address);
    if is_web(address) { json!({"text": shown, "out": address}) } else { json!({"text": shown}) }
}

fn scalar_value(site: &Site, field: &str, scalar: &Scalar, item: &str) -> Value {
    match (&scalar.term, field) {
        (Term::Identifier(namespace), _) => json!({"text": item, "out": format!("{namespace}{item}")}),
        (Term::Iri, _) => address(item),
        (_, "languages" | "interpretation" | "captioning") => language(site, field, item),
        (_, "start" | "end" | "modified" | "retrieved") => time(item, None),
        (_, "duration") => json!({"text": lasting(item)}),
        _ => json!({"text": label::plain(item)}),
    }
}

/// `1 h 30 min` for `PT1H30M`, in the symbols that all languages share.
fn lasting(duration: &str) -> String {
    let Some(minutes) = feed::duration(duration) else { return label::plain(duration) };
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// A language by its tag, which the script turns into a name.
fn language(site: &Site, field: &str, tag: &str) -> Value {
    let path = site.codes.path(Sort::Language, tag).filter(|_| field == "languages");
    let mut value = json!({"text": tag, "tag": tag});
    value["href"] = path.map_or(Value::Null, |path| format!("{path}.html").into());
    value
}

/// A moment: as it was written for machines, and short for people.
pub(super) fn time(moment: &str, zone: Option<&str>) -> Value {
    json!({"time": moment, "text": short(moment), "zone": zone})
}

/// `2024-05-27 09:00 +02:00` for `2024-05-27T09:00:00+02:00`.
pub(super) fn short(moment: &str) -> String {
    let (Some(day), Some(clock)) = (moment.get(..10), moment.get(11..16)) else { return label::plain(moment) };
    let rest =
        moment[16..].trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ':' || letter == '.');
    format!("{day} {clock} {}", if rest == "Z" { "UTC" } else { rest }).trim_end().to_owned()
}

fn code_value(site: &Site, class: &Class, field: &Field, scheme: &Scheme, code: &str) -> Value {
    let sort = match (class.name.as_str(), field.name.as_str()) {
        (_, "relatedTo" | "focusesPrimarilyOn" | "exactMatch" | "closeMatch" | "broadMatch" | "relatedMatch") => {
            Some(Sort::Topic)
        }
        (_, "stakeholderGroup") => Some(Sort::Group),
        (_, "sessionType") => Some(Sort::Kind),
        _ => None,
    };
    match sort {
        Some(sort) => code_link(site, sort, code),
        None => text(&scheme_label(scheme, code, site.language.tag)),
    }
}

/// A link to the page of a code.
pub(super) fn code_link(site: &Site, sort: Sort, code: &str) -> Value {
    let mut value = text(&sort.label(code, site.language.tag));
    value["code"] = format!("{}/{code}", sort.folder()).into();
    match site.codes.path(sort, code) {
        Some(path) => value["href"] = format!("{path}.html").into(),
        None if is_web(code) => value["out"] = code.into(),
        None => {}
    }
    value
}

/// What a code of a list is called: as the thesaurus has it, else as the model has it.
pub(super) fn scheme_label(scheme: &Scheme, code: &str, language: &str) -> Label {
    let (namespace, local) = scheme.iri(code);
    let concept = thesaurus::by_iri(&format!("{namespace}{local}"));
    match (concept, scheme.sets.iter().find_map(|set| set.row(code))) {
        (None, Some(row)) => Label { text: row.label.to_string(), language: Some("en".to_owned()) },
        (concept, _) => label_of(concept, code, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_short() {
        assert_eq!(short("2024-05-27T09:00:00+02:00"), "2024-05-27 09:00 +02:00");
        assert_eq!(short("2024-05-27T09:00:00.5Z"), "2024-05-27 09:00 UTC");
        assert_eq!(short("é"), "é");
    }

    #[test]
    fn durations_are_shown_for_people() {
        for (written, shown) in [("PT40M", "40 min"), ("PT2H", "2 h"), ("PT1H30M", "1 h 30 min"), ("soon", "soon")] {
            assert_eq!(lasting(written), shown);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(address("javascript:alert(1)").get("out").is_none());
        assert!(address("data:text/html,x").get("out").is_none());
        assert_eq!(address("https://x.example/")["out"], "https://x.example/");
    }
}
