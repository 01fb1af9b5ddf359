//! The JSON-LD context, made from the shape: what turns a normal record into RDF in any JSON-LD 1.1 processor.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::model::scalar::Term;
use crate::shape::{Field, Kind, shape};
use crate::vocab::{self, xsd};

static CONTEXT: LazyLock<Value> = LazyLock::new(generate);

/// The value of `@context`.
#[must_use]
pub fn context() -> &'static Value {
    &CONTEXT
}

fn generate() -> Value {
    let mut terms = Map::new();
    terms.insert("@version".to_owned(), json!(1.1));
    terms.insert("id".to_owned(), "@id".into());
    terms.insert("type".to_owned(), "@type".into());
    for prefix in topic_prefixes() {
        terms.insert(prefix.0.to_owned(), json!({"@id": prefix.1, "@prefix": true}));
    }
    for class in &shape().classes {
        let Some(iri) = &class.iri else { continue };
        terms.insert(class.name.clone(), iri.as_str().into());
        for field in &class.fields {
            if !terms.contains_key(&field.name) && !matches!(field.kind, Kind::Id | Kind::Type) {
                terms.extend(term(field).map(|term| (field.name.clone(), term)));
            }
        }
    }
    tell_apart(&mut terms);
    Value::Object(terms)
}

/// The CURIE prefixes that topics are written with.
fn topic_prefixes() -> impl Iterator<Item = (&'static str, &'static str)> {
    crate::model::topic::TOPIC.sets.iter().map(|set| (set.prefix.trim_end_matches(':'), set.namespace))
}

/// The definition of a field's term. What has no RDF is defined as null, so that no default takes it.
fn term(field: &Field) -> Option<Value> {
    if matches!(field.kind, Kind::Head) {
        return (!field.name.starts_with('@')).then_some(Value::Null);
    }
    let Some(iri) = field.iri.as_deref() else { return Some(Value::Null) };
    Some(match &field.kind {
        Kind::Text | Kind::Texts => json!({"@id": iri, "@container": "@language"}),
        Kind::Scalar(scalar) => match scalar.term {
            Term::Literal(xsd::STRING) => iri.into(),
            Term::Literal(datatype) => json!({"@id": iri, "@type": datatype}),
            Term::Iri => json!({"@id": iri, "@type": "@id"}),
            Term::Identifier(base) => relative_to(iri, base),
        },
        Kind::Code(scheme) => match scheme.base() {
            Some(base) => relative_to(iri, base),
            None => json!({"@id": iri, "@type": "@id"}),
        },
        Kind::Ref(_) => json!({"@id": iri, "@type": "@id"}),
        _ => iri.into(),
    })
}

/// A term whose values are IRIs under a namespace of their own.
fn relative_to(iri: &str, base: &str) -> Value {
    json!({"@id": iri, "@type": "@id", "@context": {"@base": base}})
}

/// Makes the second of two terms with equal contexts differ by saying the version: `PyLD` up to 2.0.4 takes equal ones
/// for a circle and drops the second.
fn tell_apart(terms: &mut Map<String, Value>) {
    let mut known: Vec<Value> = Vec::new();
    for term in terms.values_mut() {
        let Some(scoped) = term.get_mut("@context") else { continue };
        if known.contains(scoped) {
            scoped["@version"] = json!(1.1);
        }
        known.push(scoped.clone());
    }
}

/// Properties of schema.org whose strings are addresses.
const ADDRESSES: [&str; 9] = [
    "additionalType",
    "codeRepository",
    "contentUrl",
    "discussionUrl",
    "downloadUrl",
    "embedUrl",
    "sameAs",
    "thumbnailUrl",
    "url",
];

/// schema.org's context as far as it matters here: every term is its own, and addresses are IRIs.
#[must_use]
pub fn schema_org() -> Value {
    let mut terms = Map::new();
    terms.insert("@vocab".to_owned(), vocab::schema::NS.into());
    terms.insert("id".to_owned(), "@id".into());
    terms.insert("type".to_owned(), "@type".into());
    for (prefix, namespace) in vocab::PREFIXES {
        if matches!(*prefix, "schema" | "xsd" | "rdf" | "skos" | "dcterms" | "prov" | "dcat" | "void") {
            terms.insert((*prefix).to_owned(), (*namespace).into());
        }
    }
    for term in ADDRESSES {
        terms.insert(term.to_owned(), json!({"@id": format!("{}{term}", vocab::schema::NS), "@type": "@id"}));
    }
    // Publishers write numbers, and mean keys.
    let identifier = json!({"@id": format!("{}identifier", vocab::schema::NS), "@type": vocab::xsd::STRING});
    terms.insert("identifier".to_owned(), identifier);
    Value::Object(terms)
}

/// `OpenActive`'s context as far as it matters here: schema.org's, and those of its own terms that name what the model has
/// (Modelling Opportunity Data 2.0, <https://openactive.io/modelling-opportunity-data/>).
#[must_use]
pub fn openactive() -> Value {
    const TERMS: [(&str, &str); 7] = [
        ("EventSeries", "Event"),
        ("SessionSeries", "Event"),
        ("ScheduledSession", "Event"),
        ("HeadlineEvent", "Event"),
        ("Slot", "Event"),
        ("leader", "performer"),
        ("assistantLeader", "performer"),
    ];
    let mut context = schema_org();
    if let Value::Object(terms) = &mut context {
        for (term, own) in TERMS {
            terms.insert(term.to_owned(), format!("{}{own}", vocab::schema::NS).into());
        }
        terms.insert("oa".to_owned(), "https://openactive.io/".into());
        terms.insert("beta".to_owned(), "https://openactive.io/ns-beta#".into());
    }
    context
}

/// Whether a document's `@context` is this one: its address, the context itself, or a list of nothing else.
#[must_use]
pub fn is_ours(value: &Value) -> bool {
    match value {
        Value::String(address) => address == vocab::plenary::CONTEXT,
        Value::Object(_) => value == context(),
        Value::Array(items) => !items.is_empty() && items.iter().all(is_ours),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_follow_the_shape() {
        let context = context();
        assert_eq!(context["private"], Value::Null);
        assert!(context.get("@context").is_none());
        assert_eq!(context["title"]["@container"], "@language");
        assert_eq!(context["role"]["@context"]["@base"], "https://w3id.org/plenary/role/");
        assert_eq!(context["relatedTo"], json!({"@id": vocab::pl::RELATED_TO, "@type": "@id"}));
        assert_eq!(context["sdg"]["@prefix"], true);
        assert_eq!(context["Session"], vocab::pl::SESSION);
    }
}
