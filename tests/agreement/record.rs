//! Valid records in normal form, made from the shape: every field and every kind of value turns up.

use plenary::model::{Scalar, Scheme};
use plenary::shape::{ClassId, Field, Kind, shape};
use serde_json::{Map, Value, json};

/// Records of each class that a document may be: one with every field, and some with fewer.
pub(crate) fn records() -> Vec<(ClassId, Value)> {
    let mut records = Vec::new();
    for class in shape().classes.iter().filter(|class| class.is_root) {
        let id = shape().class(&class.name).expect("the class is in the shape");
        for (seed, (percent, depth)) in (1..).zip([(100, 1), (60, 1), (30, 2), (0, 0)]) {
            let mut generator = Generator { state: seed, made: 0, percent };
            records.push((id, generator.node(id, depth)));
        }
    }
    records
}

/// A record of a class by its seed, with nodes inside each other down to a depth.
#[allow(dead_code)] // for tests that make records one by one
pub(crate) fn record(class: ClassId, seed: u64, percent: usize, depth: usize) -> Value {
    Generator { state: seed, made: 0, percent }.node(class, depth)
}

/// Makes values by chance that is the same on each run.
struct Generator {
    state: u64,
    made: usize,
    /// How many of the fields that need not be there are.
    percent: usize,
}

impl Generator {
    /// A number below a bound: the upper bits of Knuth's linear congruential generator.
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).expect("31 bits fit") % bound
    }

    fn fresh(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    fn pick<'v>(&mut self, from: &[&'v str]) -> &'v str {
        from[self.below(from.len())]
    }

    fn iri(&mut self, what: &str) -> String {
        format!("https://data.example.org/{}/{}", what.to_lowercase(), self.fresh())
    }

    /// A node with id and type; the nodes inside it are inline down to a depth, then references.
    fn node(&mut self, class: ClassId, depth: usize) -> Value {
        let class = &shape()[class];
        let mut members = Map::new();
        for (at, field) in class.fields.iter().enumerate() {
            let there = match field.kind {
                Kind::Head => false,
                Kind::Id | Kind::Type => true,
                _ => class.is_required(at) || self.below(100) < self.percent,
            };
            if there {
                let value = match field.kind {
                    Kind::Id => self.iri(&class.name).into(),
                    Kind::Type => class.name.as_str().into(),
                    _ => self.field(field, depth),
                };
                members.insert(field.name.clone(), value);
            }
        }
        Value::Object(members)
    }

    fn field(&mut self, field: &Field, depth: usize) -> Value {
        if !field.many {
            return self.value(field, depth);
        }
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..=self.below(3) {
            let item = self.value(field, depth);
            if !items.contains(&item) {
                items.push(item);
            }
        }
        items.into()
    }

    fn value(&mut self, field: &Field, depth: usize) -> Value {
        match &field.kind {
            Kind::Text => self.text(),
            Kind::Texts => self.texts(),
            Kind::Scalar(scalar) => self.scalar(scalar).into(),
            Kind::Code(scheme) => self.code(scheme).into(),
            Kind::Integer { min, max } => json!((min + 1 + self.below(40) as u64).min(*max)),
            Kind::Ref(classes) => {
                let class = classes[self.below(classes.len())];
                if depth == 0 { self.iri(&shape()[class].name).into() } else { self.node(class, depth - 1) }
            }
            Kind::Private(class) => self.node(*class, 0),
            Kind::Id | Kind::Type | Kind::Head => Value::Null,
        }
    }

    fn phrase(&mut self) -> String {
        let subject =
            self.pick(&["Открытие", "Opening", "Débat « ouvert »", "网络治理", "A \"quoted\" \\ word", "Tor\nbjörn"]);
        format!("{subject} {}", self.fresh())
    }

    fn text(&mut self) -> Value {
        match self.below(4) {
            0 => self.phrase().into(),
            1 => json!({"en": self.phrase()}),
            2 => json!({"en-US": self.phrase(), "sr-Latn-RS": self.phrase()}),
            _ => json!({"@none": self.phrase(), "fr": self.phrase(), "zh-Hant": self.phrase()}),
        }
    }

    fn texts(&mut self) -> Value {
        match self.below(3) {
            0 => self.phrase().into(),
            1 => json!([self.phrase(), self.phrase()]),
            _ => json!({"ar": self.phrase(), "en": [self.phrase(), self.phrase()]}),
        }
    }

    fn scalar(&mut self, scalar: &Scalar) -> String {
        let text = match scalar.name {
            "Iri" => format!("https://example.org/page/{}?q=é#part", self.fresh()),
            "Language" => self.pick(&["en", "fr", "zh-Hans", "sr-Latn", "ar"]).to_owned(),
            "Moment" => self.pick(&["2025-07-07T09:00:00+02:00", "2024-02-29T23:59:59.5Z"]).to_owned(),
            "Duration" => self.pick(&["PT90M", "P1DT2H", "PT1H30M"]).to_owned(),
            "Plain" => self.phrase(),
            _ => scalar.example.to_owned(),
        };
        assert!((scalar.is_valid)(&text), "{} {text}", scalar.name);
        text
    }

    /// A listed code, a forum's own, or the IRI of a concept elsewhere.
    fn code(&mut self, scheme: &Scheme) -> String {
        let has_form = scheme.sets.iter().any(|set| set.prefix.is_empty() && set.form.is_some());
        match self.below(6) {
            0 if has_form => format!("igf/{}", self.pick(&["open-forum", "day-0", "host"])),
            1 if scheme.foreign => format!("https://example.org/concept/{}", self.fresh()),
            _ => {
                let codes: Vec<String> = scheme.values().map(|(code, _)| code).collect();
                codes[self.below(codes.len())].clone()
            }
        }
    }
}

/// Private blocks have no RDF.
#[allow(dead_code)] // for tests of RDF
pub(crate) fn without_private(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|key, _| key != "private");
            members.values_mut().for_each(without_private);
        }
        Value::Array(items) => items.iter_mut().for_each(without_private),
        _ => {}
    }
}
