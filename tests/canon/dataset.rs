//! Datasets made by chance that is the same on each run: sessions that share people, organizations and places.

use plenary::model::{Scalar, Scheme};
use plenary::shape::{ClassId, Field, Kind, shape};
use serde_json::{Map, Value, json};

use crate::chance::Chance;

impl Chance {
    fn is_in(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A value of a field that is no record.
    pub(crate) fn plain(&mut self, kind: &Kind) -> Option<Value> {
        Some(match kind {
            Kind::Text => self.text(),
            Kind::Texts => json!({"en": [self.phrase(), self.phrase()], "ar": self.phrase()}),
            Kind::Scalar(scalar) => self.scalar(scalar).into(),
            Kind::Code(scheme) => self.code(scheme).into(),
            Kind::Integer { min, max } => json!((min + 1 + self.below(40) as u64).min(*max)),
            _ => return None,
        })
    }

    pub(crate) fn phrase(&mut self) -> String {
        let first =
            self.pick(&["Открытие", "Opening", "Débat", "网络治理", "A \"quoted\" \\ word", "Two\n\nparagraphs"]);
        format!("{first} {}", self.below(1_000_000))
    }

    fn text(&mut self) -> Value {
        match self.below(3) {
            0 => self.phrase().into(),
            1 => json!({"en": self.phrase()}),
            _ => json!({"en": self.phrase(), "fr": self.phrase(), "zh-Hant": self.phrase()}),
        }
    }

    fn scalar(&mut self, scalar: &Scalar) -> String {
        match scalar.name {
            "Iri" => format!("https://example.org/page/{}?q=é#part", self.below(1_000_000)),
            "Language" => self.pick(&["en", "fr", "zh-Hans", "sr-Latn", "ar"]).to_owned(),
            "Moment" => format!("2025-07-07T09:{:02}:00+02:00", self.below(60)),
            "Duration" => format!("PT{}M", 1 + self.below(90)),
            "Plain" => self.phrase(),
            _ => scalar.example.to_owned(),
        }
    }

    fn code(&mut self, scheme: &Scheme) -> String {
        let codes: Vec<String> = scheme.values().map(|(code, _)| code).collect();
        codes[self.below(codes.len())].clone()
    }
}

/// A dataset on the way. Records that several others name stand inline where they come up first.
pub(crate) struct Maker {
    pub(crate) chance: Chance,
    made: usize,
    /// The ids of records that may be named again, by class.
    known: Vec<(ClassId, String)>,
}

/// A class that has its own place wherever it is named.
fn is_owned(class: ClassId) -> bool {
    !shape()[class].is_root
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Self {
        Self { chance: Chance(seed), made: 0, known: Vec::new() }
    }

    pub(crate) fn dataset(&mut self, sessions: usize) -> Value {
        let people: Vec<Value> = (0..4).map(|_| self.named("Person")).collect();
        let places: Vec<Value> = (0..2).map(|_| self.named("Place")).collect();
        let sessions: Vec<Value> = (0..sessions).map(|_| self.named("Session")).collect();
        json!({
            "type": "Dataset", "id": "https://data.example.org/dataset", "title": "All",
            "sessions": sessions, "people": people, "places": places,
        })
    }

    pub(crate) fn named(&mut self, class: &str) -> Value {
        self.node(shape().class(class).expect("the class is known"), 0)
    }

    /// Ids come in no order, so that what is added later may stand anywhere.
    fn id(&mut self, class: &str) -> String {
        self.made += 1;
        format!("https://data.example.org/{}/{:06}-{}", class.to_lowercase(), self.chance.below(1_000_000), self.made)
    }

    fn node(&mut self, class: ClassId, depth: usize) -> Value {
        let name = &shape()[class].name;
        let id = self.id(name);
        if !is_owned(class) {
            self.known.push((class, id.clone()));
        }
        let mut members = Map::new();
        members.insert("type".to_owned(), name.as_str().into());
        members.insert("id".to_owned(), id.into());
        for (at, field) in shape()[class].fields.iter().enumerate() {
            if shape()[class].is_required(at) && field.name != "type" || self.chance.is_in(50) {
                members.extend(self.field(field, depth).map(|value| (field.name.clone(), value)));
            }
        }
        Value::Object(members)
    }

    fn field(&mut self, field: &Field, depth: usize) -> Option<Value> {
        if !field.many {
            return self.value(field, depth);
        }
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..=self.chance.below(2) {
            items.extend(self.value(field, depth).filter(|item| !items.contains(item)));
        }
        Some(items.into()).filter(|items| items != &json!([]))
    }

    fn value(&mut self, field: &Field, depth: usize) -> Option<Value> {
        let Kind::Ref(classes) = &field.kind else { return self.chance.plain(&field.kind) };
        let class = classes[self.chance.below(classes.len())];
        if shape()[class].name == "Session" || depth > 3 {
            return None;
        }
        if is_owned(class) || self.chance.is_in(20) {
            return Some(self.node(class, depth + 1));
        }
        self.reference(classes)
    }

    /// The id of a record that is there.
    pub(crate) fn reference(&mut self, classes: &[ClassId]) -> Option<Value> {
        let fitting: Vec<&String> =
            self.known.iter().filter(|(class, _)| classes.contains(class)).map(|(_, id)| id).collect();
        (!fitting.is_empty()).then(|| fitting[self.chance.below(fitting.len())].as_str().into())
    }
}
