//! Every way to break a valid record that the shape knows, one at a time; and other ways to say the same.

use plenary::model::scalar::Term;
use plenary::model::{Scalar, Scheme};
use plenary::shape::{Class, ClassId, Field, Kind, shape};
use serde_json::{Value, json};

use crate::Case;

/// Invalid forms of a valid record, with exactly one mistake each.
pub(crate) fn mutants(record: &Value, class: ClassId) -> Vec<Case> {
    let mut breaker = Breaker { record, cases: Vec::new() };
    breaker.node(&Place { pointer: String::new(), value: record, in_rdf: true }, class, true);
    breaker.cases
}

/// Other forms of a valid record that are just as valid.
pub(crate) fn variants(record: &Value, class: ClassId) -> Vec<Case> {
    let mut breaker = Breaker { record, cases: Vec::new() };
    for field in &shape()[class].fields {
        let Some(value) = record.get(&field.name) else { continue };
        let place = Place { pointer: format!("/{}", field.name), value, in_rdf: true };
        breaker.variants(&place, field);
    }
    breaker.cases.iter_mut().for_each(|case| case.valid = true);
    breaker.cases
}

/// A value of the record.
struct Place<'r> {
    pointer: String,
    value: &'r Value,
    /// Whether the value is part of the record's RDF at all.
    in_rdf: bool,
}

impl<'r> Place<'r> {
    fn step(&self, key: impl std::fmt::Display, value: &'r Value) -> Self {
        Place { pointer: format!("{}/{key}", self.pointer), value, in_rdf: self.in_rdf }
    }
}

/// Which judges besides the schema and the structural check can see a mistake.
#[derive(Clone, Copy)]
enum Seen {
    Everywhere,
    /// JSON tells it from a valid record, RDF does not.
    NotInRdf,
    /// The Rust types are wider than the schema here.
    NotInTypes,
    /// Neither.
    InJson,
}

use Seen::{Everywhere, InJson, NotInRdf, NotInTypes};

/// Visible everywhere, but in RDF only under a condition.
fn rdf_if(condition: bool) -> Seen {
    if condition { Everywhere } else { NotInRdf }
}

struct Breaker<'r> {
    record: &'r Value,
    cases: Vec<Case>,
}

impl Breaker<'_> {
    /// Adds the record with another value at a place.
    fn put(&mut self, place: &Place, mutation: &'static str, value: Value, seen: Seen) {
        self.edit(place, mutation, seen, |there| *there = value);
    }

    fn edit(&mut self, place: &Place, mutation: &'static str, seen: Seen, edit: impl FnOnce(&mut Value)) {
        let mut record = self.record.clone();
        edit(record.pointer_mut(&place.pointer).expect("the place is in the record"));
        self.cases.push(Case {
            path: place.pointer.clone(),
            mutation,
            record,
            valid: false,
            in_rdf: place.in_rdf && matches!(seen, Everywhere | NotInTypes),
            in_types: matches!(seen, Everywhere | NotInRdf),
        });
    }

    /// Breaks a node; `typed` where only its `type` tells what it is.
    fn node(&mut self, place: &Place, class: ClassId, typed: bool) {
        let class = &shape()[class];
        self.edit(place, "unknown key", NotInRdf, |node| node["colour"] = json!("blue"));
        for (at, field) in class.fields.iter().enumerate() {
            let Some(value) = place.value.get(&field.name) else { continue };
            let required = class.is_required(at);
            let here = place.step(&field.name, value);
            if required || (typed && matches!(field.kind, Kind::Type)) {
                let seen = match field.kind {
                    Kind::Type if place.pointer.is_empty() => InJson,
                    Kind::Type => NotInRdf,
                    _ => Everywhere,
                };
                self.edit(place, missing(field), seen, |node| {
                    node.as_object_mut().expect("a node is an object").shift_remove(&field.name);
                });
            }
            let is_type = matches!(field.kind, Kind::Type | Kind::Id);
            let null = if required && !is_type { Everywhere } else { InJson };
            self.put(&here, "null", Value::Null, null);
            self.field(&here, field, required, class);
        }
    }

    fn field(&mut self, place: &Place, field: &Field, required: bool, class: &Class) {
        if !field.many {
            self.as_list(place, field);
            return self.value(place, field, required, class);
        }
        let items = place.value.as_array().expect("the field is a list");
        self.put(place, "single value for a list", items[0].clone(), NotInRdf);
        self.put(place, "object for a list", json!({}), NotInRdf);
        let item = place.step(0, &items[0]);
        self.put(&item, "null in a list", Value::Null, NotInRdf);
        self.put(&item, "list in a list", json!([items[0]]), NotInRdf);
        if field.is_set() {
            let first = items[0].clone();
            self.edit(place, "item twice", InJson, |list| list.as_array_mut().expect("a list").push(first));
        }
        self.value(&item, field, false, class);
    }

    /// A list where one value belongs.
    fn as_list(&mut self, place: &Place, field: &Field) {
        if matches!(field.kind, Kind::Texts) {
            return;
        }
        let value = place.value;
        self.put(place, "list of one for a single value", json!([value]), NotInRdf);
        let other = match &field.kind {
            Kind::Text => json!("Another"),
            Kind::Ref(_) => json!("https://data.example.org/another"),
            Kind::Scalar(scalar) if matches!(scalar.name, "Iri") => json!("https://example.org/another"),
            Kind::Scalar(scalar) if matches!(scalar.name, "Plain") => json!("Another"),
            Kind::Integer { min, .. } => json!(min),
            _ => return,
        };
        let first = if matches!(field.kind, Kind::Text) { json!("One") } else { value.clone() };
        self.put(place, "list of two for a single value", json!([first, other]), Everywhere);
    }

    fn value(&mut self, place: &Place, field: &Field, required: bool, class: &Class) {
        match &field.kind {
            Kind::Id => self.id(place),
            Kind::Type => self.type_name(place, class),
            Kind::Text => self.text(place, required),
            Kind::Texts => self.texts(place),
            Kind::Scalar(scalar) => self.scalar(place, scalar),
            Kind::Code(scheme) => self.code(place, scheme),
            Kind::Integer { min, max } => self.integer(place, *min, *max),
            Kind::Ref(classes) => self.reference(place, classes),
            Kind::Private(class) => {
                let hidden = Place { pointer: place.pointer.clone(), value: place.value, in_rdf: false };
                self.put(&hidden, "string for an object", json!("secret"), NotInRdf);
                self.node(&hidden, *class, false);
            }
            Kind::Head => {}
        }
    }

    fn id(&mut self, place: &Place) {
        self.put(place, "number for an id", json!(5), NotInRdf);
        self.put(place, "id that is no IRI", json!("not an id"), NotInRdf);
        self.put(place, "id with an unknown prefix", json!("schema:name"), NotInRdf);
        self.put(place, "id of a scheme that names nothing", json!("ftp://data.example.org/a"), Everywhere);
    }

    fn type_name(&mut self, place: &Place, class: &Class) {
        self.put(place, "number for a type", json!(5), NotInRdf);
        self.put(place, "misspelt type", json!(format!("{}s", class.name)), NotInRdf);
        let other = if class.name == "Outcome" { "PolicyQuestion" } else { "Outcome" };
        self.put(place, "type that may not stand here", json!(other), NotInRdf);
    }

    /// Values of another kind than a string. What an object becomes in RDF depends on its keys.
    fn not_a_string(&mut self, place: &Place) {
        self.put(place, "number for a string", json!(16.5), Everywhere);
        self.put(place, "boolean for a string", json!(true), Everywhere);
    }

    fn text(&mut self, place: &Place, required: bool) {
        self.not_a_string(place);
        self.put(place, "blank string", json!(" \t"), Everywhere);
        self.put(place, "blank string in a language", json!({"en": "One", "fr": ""}), Everywhere);
        self.put(place, "empty language map", json!({}), if required { NotInTypes } else { InJson });
        self.put(place, "bad language", json!({"en_US": "One"}), NotInRdf);
        self.put(place, "bad language", json!({"englishspeaking": "One"}), NotInRdf);
        self.put(place, "number in a language", json!({"en": 5}), NotInRdf);
        self.put(place, "null in a language", json!({"en": null}), NotInRdf);
        self.put(place, "list of one in a language", json!({"en": ["One"]}), NotInRdf);
        self.put(place, "list of two in a language", json!({"en": ["One", "Two"]}), Everywhere);
    }

    fn texts(&mut self, place: &Place) {
        self.not_a_string(place);
        self.put(place, "blank string", json!(""), Everywhere);
        self.put(place, "number in a list", json!(["One", 5]), Everywhere);
        self.put(place, "blank string in a list", json!(["One", " "]), Everywhere);
        self.put(place, "item twice", json!(["One", "One"]), InJson);
        self.put(place, "item twice in a language", json!({"en": ["One", "One"]}), InJson);
        self.put(place, "blank string in a language", json!({"en": ["One", " "]}), Everywhere);
        self.put(place, "empty language map", json!({}), InJson);
        self.put(place, "bad language", json!({"e": "One"}), NotInRdf);
        self.put(place, "object in a language", json!({"en": {}}), NotInRdf);
    }

    fn scalar(&mut self, place: &Place, scalar: &Scalar) {
        self.not_a_string(place);
        self.put(place, "object for a string", json!({"value": "a"}), NotInRdf);
        let is_literal = matches!(scalar.term, Term::Literal(_));
        self.put(place, "blank string", json!(" "), rdf_if(is_literal));
        let (seen, unseen) = bad_values(scalar.name);
        for (text, seen) in seen.iter().map(|text| (text, Everywhere)).chain(unseen.iter().map(|text| (text, NotInRdf)))
        {
            self.put(place, "bad value", json!(text), seen);
        }
    }

    fn code(&mut self, place: &Place, scheme: &Scheme) {
        self.not_a_string(place);
        self.put(place, "object for a string", json!({"code": "a"}), NotInRdf);
        self.put(place, "code with a space", json!("no such code"), NotInRdf);
        self.put(place, "empty code", json!(""), NotInRdf);
        self.put(place, "IRI of a scheme that names nothing", json!("ftp://example.org/a"), Everywhere);
        if !scheme.foreign {
            self.put(place, "IRI of a concept elsewhere", json!("https://example.org/a"), Everywhere);
        }
        // Without a namespace of its own a bare word is an IRI relative to the document.
        self.put(place, "unknown code", json!("no-such-code"), rdf_if(scheme.base().is_some()));
        for set in scheme.sets {
            let code = format!("{}no-such-code", set.prefix);
            if !set.prefix.is_empty() {
                self.put(place, "unknown code", json!(code), Everywhere);
            }
            self.put(place, "IRI of an unknown code", json!(format!("{}no-such-code", set.namespace)), Everywhere);
        }
    }

    fn integer(&mut self, place: &Place, min: u64, max: u64) {
        self.put(place, "string for a number", json!("5"), NotInRdf);
        self.put(place, "boolean for a number", json!(true), Everywhere);
        self.put(place, "number with a fraction", json!(as_float(min) + 1.5), Everywhere);
        self.put(place, "negative number", json!(-1), Everywhere);
        if let Some(less) = min.checked_sub(1) {
            self.put(place, "number too small", json!(less), NotInTypes);
        }
        self.put(place, "number too large", json!(max + 1), NotInTypes);
    }

    fn reference(&mut self, place: &Place, classes: &[ClassId]) {
        self.not_a_string(place);
        self.put(place, "reference that is no IRI", json!("not an id"), NotInRdf);
        self.put(place, "reference of a scheme that names nothing", json!("ftp://data.example.org/a"), Everywhere);
        if !place.value.is_object() {
            return;
        }
        let said = place.value["type"].as_str();
        self.node(place, shape().pick(classes, said), classes.len() > 1);
    }

    fn variants(&mut self, place: &Place, field: &Field) {
        if field.many {
            self.put(place, "empty list", json!([]), Everywhere);
        }
        match &field.kind {
            Kind::Code(scheme) if !field.many => {
                let (namespace, local) = scheme.iri(place.value.as_str().unwrap_or_default());
                let iri = format!("{namespace}{local}");
                self.put(place, "code as IRI", json!(iri), Everywhere);
                self.put(place, "code as https IRI", json!(iri.replace("http://", "https://")), NotInRdf);
            }
            Kind::Integer { min, .. } => {
                self.put(place, "whole number with a point", json!(as_float(*min) + 1.0), InJson);
            }
            Kind::Id => self.put(place, "local id", json!("#a"), NotInRdf),
            Kind::Text => self.put(place, "text in two languages", json!({"en": "One", "fr": "Un"}), Everywhere),
            Kind::Texts => self.put(place, "empty list", json!([]), Everywhere),
            _ => {}
        }
    }
}

/// A small whole number.
fn as_float(number: u64) -> f64 {
    f64::from(u32::try_from(number).expect("bounds are small"))
}

fn missing(field: &Field) -> &'static str {
    if matches!(field.kind, Kind::Type) { "missing type" } else { "missing field" }
}

/// Strings that a grammar refuses: those that RDF can hold, and those that no RDF holds or that it reads as relative
/// IRIs.
fn bad_values(scalar: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match scalar {
        "Iri" => (
            &["ftp://example.org/a", "mailto:a@example.org", "https://user@example.org/"],
            &[
                "not an iri",
                "example.org/a",
                "//example.org/a",
                "https://exa mple.org/",
                "http:/example.org",
                "https://example.org/<a>",
            ],
        ),
        "Namespace" => (&["https://example.org", "https://example.org/a", "ftp://example.org/", "a/"], &[]),
        "Moment" => (
            &[
                "2025-02-30T10:00:00Z",
                "2023-02-29T10:00:00Z",
                "2025-07-07T09:00:00",
                "2025-07-07T09:00Z",
                "2025-07-07 09:00:00Z",
                "2025-07-07T24:00:00Z",
                "2025-07-07T09:00:60Z",
                "2025-07-07T09:00:00+15:00",
                "2025-07-07t09:00:00z",
                "7 July 2025, 9:00",
            ],
            &[],
        ),
        "Date" => (&["2025-02-29", "2025-13-01", "2025-7-7", "0999-01-01", "2025-07-07Z", "today"], &[]),
        "Duration" => (&["90 min", "PT", "P", "P1Y", "P1W", "PT1H30S", "PT1.5H", "-PT1H"], &[]),
        "Language" => (&["e", "en_US", "english language", "en-", "123"], &[]),
        "TimeZone" => (&["+02:00", "Europe/", "/Paris", "Europe/New York"], &[]),
        "Country" => (&["ch", "CHE", "Switzerland"], &[]),
        "MediaType" => (&["video", "video/", "/mp4", "video/mp4; codecs=x"], &[]),
        "Sha256" => (&["abc", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"], &[]),
        "Orcid" => {
            (&["0000-0002-1825-009", "0000-0002-1825-009x", "https://example.org/0000-0002-1825-0097"], &["orcid 1"])
        }
        "Ror" => (&["01ggx415", "11ggx4157", "https://ror.example.org/01ggx4157"], &["ror 1"]),
        "Wikidata" => (&["P31", "Q0", "q7809", "https://example.org/Q7809"], &["Q 7809"]),
        "Isni" => {
            (&["000000012103268", "000000012103268x", "https://example.org/0000000121032683"], &["0000 0001 2103 2683"])
        }
        _ => (&[], &[]),
    }
}
