//! What the service says of itself, and what it shows of an entity.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::kind::Kind;
use super::suggest::Suggested;
use super::{BATCH, Index, Version};
use crate::collection::Label;
use crate::rdf::xml::escape;
use crate::vocab::pl;

/// Where the service is, and of what.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The address of the endpoint, without `/` at the end.
    pub endpoint: &'a str,
    /// What the dataset is called.
    pub title: &'a str,
    /// What the IRIs of its records begin with.
    pub space: &'a str,
    /// Where people read how to use it.
    pub documentation: &'a str,
}

/// Pixels of a preview.
const WIDTH: u32 = 420;
const HEIGHT: u32 = 240;

/// The service manifest ("Service Manifest" of either version), with the bound of a batch.
#[must_use]
pub fn manifest(index: &Index, version: Version, about: &About) -> Value {
    let About { endpoint, title, space, documentation } = about;
    let types: Vec<Value> = index.kinds.all().filter(|kind| kind.broader.is_none()).map(Kind::short).collect();
    let mut manifest = json!({
        "versions": [match version { Version::V0_2 => "0.2", Version::Draft => "1.0-draft" }],
        "name": title,
        "identifierSpace": space,
        "schemaSpace": pl::NS,
        "documentation": documentation,
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "view": {"url": format!("{endpoint}/view?id={{{{id}}}}")},
        "defaultTypes": types,
        "batchSize": BATCH,
    });
    match version {
        Version::V0_2 => {
            let suggest = |what: &str| {
                json!({
                    "service_url": endpoint,
                    "service_path": format!("/suggest/{what}"),
                    "flyout_service_url": endpoint,
                    "flyout_service_path": format!("/flyout/{what}?id=${{id}}"),
                })
            };
            manifest["suggest"] =
                json!({"entity": suggest("entity"), "property": suggest("property"), "type": suggest("type")});
            manifest["preview"] =
                json!({"url": format!("{endpoint}/preview?id={{{{id}}}}"), "width": WIDTH, "height": HEIGHT});
            manifest["extend"] = json!({
                "propose_properties": {"service_url": endpoint, "service_path": "/propose"},
                "property_settings": settings("name", "label", "help_text"),
            });
        }
        Version::Draft => {
            manifest["suggest"] = json!({"entity": true, "property": true, "type": true});
            manifest["preview"] = json!({"width": WIDTH, "height": HEIGHT});
            manifest["extend"] =
                json!({"proposeProperties": true, "propertySettings": settings("id", "name", "helpText")});
            manifest["standardizedScore"] = json!(false);
        }
    }
    manifest
}

/// What may be set for a property, with the names that a version gives to name, label and help.
fn settings(name: &str, label: &str, help: &str) -> Value {
    json!([
        {"type": "number", "default": 0, name: "limit", label: "Most values", help: "0 for all"},
        {
            "type": "select", "default": "name", name: "content", label: "Content", help: "What is shown of entities",
            "choices": [{"value": "name", "name": "Names"}, {"value": "id", "name": "IRIs"}],
        },
    ])
}

/// A few lines on an entity, a property or a type, as HTML in JSON; none for an id that there is not.
#[must_use]
pub fn flyout(index: &Index, what: Suggested, id: &str) -> Option<Value> {
    let (name, about) = match what {
        Suggested::Entity => {
            let entity = index.entity(id)?;
            (entity.label.text.clone(), index.description(entity))
        }
        Suggested::Type => {
            let kind = &index.kinds[index.kinds.find(id)?];
            (kind.id.to_owned(), kind.about.clone())
        }
        Suggested::Property => {
            let property = index.kinds.all().flat_map(Kind::properties).find(|one| one.id == id)?;
            (property.id.to_owned(), property.about)
        }
    };
    let html = format!("<p><strong>{}</strong></p><p>{}</p>", escape(&name, false), escape(&about, false));
    Some(json!({"id": id, "html": html}))
}

/// A page on an entity that fits into a small frame; none for an id that there is not.
#[must_use]
pub fn preview(index: &Index, id: &str, style: &str) -> Option<String> {
    let entity = index.entity(id)?;
    let Label { text, language } = &entity.label;
    let language = language.as_ref().map(|tag| format!(" lang=\"{}\"", escape(tag, true))).unwrap_or_default();
    let mut lines = String::new();
    for property in index.kinds[entity.kind].properties().iter().take(40) {
        let values = index.values(entity, property.id);
        let texts: Vec<_> = values.iter().take(3).map(super::value::Found::text).collect();
        let text: String = texts.join("; ").chars().take(200).collect();
        if !text.is_empty() {
            let text = escape(&text, false);
            // Strings do not fail.
            let _ = writeln!(lines, "<div><dt>{}</dt><dd dir=\"auto\">{text}</dd></div>", property.id);
        }
    }
    Some(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{style}\">\n</head>\n<body>\n<main>\n<h1 dir=\"auto\"{language}>{title}</h1>\n\
         <p>{kind} <code>{id}</code></p>\n<dl>\n{lines}</dl>\n</main>\n</body>\n</html>\n",
        title = escape(text, false),
        style = escape(style, true),
        kind = index.kinds[entity.kind].id,
        id = escape(&entity.id, false),
    ))
}
