//! The structural check: whether a record is what the schema says, decided on the spanned tree.
//!
//! It gives the verdict of the generated JSON Schema, at parsing speed, and one fault for one mistake. A walk reports
//! faults without building text; `explain` turns them into findings.

mod code;
mod explain;
mod repair;

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::{Member, Node, Path, Value};
use crate::lookup::equal;
use crate::model::value::is_map_key;
use crate::model::{Scalar, Scheme};
use crate::rdf::integer;
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

/// Checks a record and explains what is wrong. Returns its class where it is valid.
pub fn check(record: &Node, source: &Arc<Source>, report: &mut Report) -> Option<ClassId> {
    let told = report.findings.len();
    explain(record, source, report).filter(|_| report.findings.len() == told)
}

/// Explains what is wrong with a record. Returns the class that it was read as, valid or not.
pub fn explain(record: &Node, source: &Arc<Source>, report: &mut Report) -> Option<ClassId> {
    let mut tell = |fault: &Fault| report.push(repair::mended(explain::finding(fault, source), fault, record, source));
    walk(record, &mut tell, &mut ())
}

/// The class of a valid record; none for an invalid one. Builds no text. The observer is told of ids and references.
#[must_use]
pub fn verdict(record: &Node, observer: &mut impl Observer) -> Option<ClassId> {
    let mut valid = true;
    let class = walk(record, &mut |_: &Fault| valid = false, observer);
    class.filter(|_| valid)
}

/// Looks on while a record is walked.
pub trait Observer {
    /// A record (the document itself, or an item of a dataset's lists), with its class and its path in the document.
    fn record(&mut self, _node: &Node, _class: ClassId, _path: &Path) {}
    /// A node that stands inside a record.
    fn inner(&mut self, _node: &Node) {}
    /// A reference to a record of one of these classes.
    fn reference(&mut self, _text: &str, _span: Span, _classes: &[ClassId]) {}
}

impl Observer for () {}

/// A mistake and its place.
struct Fault<'f> {
    span: Span,
    path: &'f Path<'f>,
    kind: FaultKind<'f>,
}

enum FaultKind<'f> {
    /// A record is not an object.
    NotARecord(&'f Value<'f>),
    /// `type` is missing where it has to tell classes apart.
    NoType(&'f [ClassId]),
    /// `type` names no class that may stand here.
    WrongType {
        said: &'f str,
        allowed: &'f [ClassId],
    },
    MissingKey {
        class: &'static Class,
        field: &'static Field,
    },
    UnknownKey {
        class: &'static Class,
        key: &'f str,
    },
    DuplicateKey {
        key: &'f str,
        first: Span,
    },
    /// Another kind of value than the field takes.
    Kind {
        field: &'static Field,
        value: &'f Value<'f>,
    },
    Null {
        key: &'f str,
    },
    /// A single value where a list belongs.
    NotAList {
        field: &'static Field,
        value: &'f Value<'f>,
    },
    /// A list where a single value belongs.
    List {
        field: &'static Field,
        items: &'f [Node<'f>],
    },
    DuplicateItem {
        text: &'f str,
        first: Span,
    },
    Blank,
    Scalar {
        scalar: &'static Scalar,
        text: &'f str,
    },
    Code {
        scheme: &'static Scheme,
        text: &'f str,
    },
    Bounds {
        min: u64,
        max: u64,
        text: &'f str,
    },
    Language {
        key: &'f str,
    },
    EmptyMap,
}

/// Walks a record and tells every fault. Returns the class that it was read as.
fn walk(record: &Node, on_fault: &mut impl FnMut(&Fault), observer: &mut impl Observer) -> Option<ClassId> {
    let roots = &shape().roots;
    let mut walker = Walker { on_fault, observer, is_dataset: false };
    if record.as_object().is_none() {
        walker.tell(record.span, &Path::Root, FaultKind::NotARecord(&record.value));
        return None;
    }
    let class = walker.class(record, roots, true, &Path::Root)?;
    walker.is_dataset = shape()[class].name == "Dataset";
    walker.observer.record(record, class, &Path::Root);
    walker.object(record, class, &Path::Root);
    Some(class)
}

struct Walker<'w, F, O> {
    on_fault: &'w mut F,
    observer: &'w mut O,
    /// Whether the items of the document's lists are records.
    is_dataset: bool,
}

impl<F: FnMut(&Fault), O: Observer> Walker<'_, F, O> {
    #[cold]
    fn tell(&mut self, span: Span, path: &Path, kind: FaultKind) {
        (self.on_fault)(&Fault { span, path, kind });
    }

    /// The class that a node is to be read as. A wrong `type` is told, and the class guessed from the keys, so that
    /// other mistakes are found in the same run.
    fn class(&mut self, node: &Node, allowed: &[ClassId], typed: bool, path: &Path) -> Option<ClassId> {
        let shape = shape();
        match node.get("type") {
            Some(Node { value: Value::String(said), span }) => {
                if let Some(class) = allowed.iter().copied().find(|&id| equal(&shape[id].name, said)) {
                    return Some(class);
                }
                self.tell(*span, &path.key("type"), FaultKind::WrongType { said, allowed });
                // A class that may not stand here: its own keys would only be follow-up faults.
                if shape.class(said).is_some() { None } else { guess(node, allowed) }
            }
            Some(_) => guess(node, allowed),
            None if typed || allowed.iter().any(|&id| says_type(&shape[id])) => {
                self.tell(node.head(), path, FaultKind::NoType(allowed));
                guess(node, allowed)
            }
            None => allowed.first().copied(),
        }
    }

    fn object(&mut self, node: &Node, class_id: ClassId, path: &Path) {
        let class = &shape()[class_id];
        let members = node.as_object().unwrap_or_default();
        let mut seen = 0_u64;
        for member in members {
            let Some(at) = class.find(&member.key) else {
                self.unknown_key(member, class, members, path);
                continue;
            };
            if seen >> at & 1 == 1 {
                self.duplicate_key(member, members, path);
                continue;
            }
            seen |= 1 << at;
            self.field(&class.fields[at], member, path);
        }
        let missing = class.required & !seen;
        if missing != 0 {
            self.missing_keys(node, class, missing, path);
        }
    }

    /// Tells the fields that are not there. A missing `type` was told when the class was looked for, and a field whose
    /// name is misspelt is told as an unknown key.
    #[cold]
    fn missing_keys(&mut self, node: &Node, class: &'static Class, missing: u64, path: &Path) {
        let misspelt: Vec<&str> = node
            .as_object()
            .unwrap_or_default()
            .iter()
            .filter_map(|member| explain::meant(class, &member.key))
            .collect();
        for (at, field) in class.fields.iter().enumerate() {
            let told = matches!(field.kind, Kind::Type) || misspelt.contains(&field.name.as_str());
            if missing >> at & 1 == 1 && !told {
                self.tell(node.head(), path, FaultKind::MissingKey { class, field });
            }
        }
    }

    #[cold]
    fn unknown_key(&mut self, member: &Member, class: &'static Class, members: &[Member], path: &Path) {
        let first = members.iter().find(|other| other.key == member.key);
        if first.is_some_and(|first| !std::ptr::eq(first, member)) {
            return self.duplicate_key(member, members, path);
        }
        self.tell(member.key_span, &path.key(&member.key), FaultKind::UnknownKey { class, key: &member.key });
    }

    #[cold]
    fn duplicate_key(&mut self, member: &Member, members: &[Member], path: &Path) {
        let first =
            members.iter().find(|other| other.key == member.key).map_or(member.key_span, |first| first.key_span);
        self.tell(member.key_span, &path.key(&member.key), FaultKind::DuplicateKey { key: &member.key, first });
    }

    fn field(&mut self, field: &'static Field, member: &Member, path: &Path) {
        let path = path.key(&member.key);
        let node = &member.node;
        if matches!(field.kind, Kind::Head) {
            if field.name == "$schema" && node.as_str().is_none() {
                self.tell(node.span, &path, FaultKind::Kind { field, value: &node.value });
            }
            return;
        }
        match (&node.value, field.many) {
            (Value::Null, _) => self.tell(node.span, &path, FaultKind::Null { key: &member.key }),
            (Value::Array(items), true) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(field, item, &path.index(at));
                }
                if field.is_set() {
                    self.unique(items, &path);
                }
            }
            (value, true) => self.tell(node.span, &path, FaultKind::NotAList { field, value }),
            (Value::Array(items), false) if !matches!(field.kind, Kind::Texts) => {
                self.tell(node.span, &path, FaultKind::List { field, items });
            }
            (_, false) => self.value(field, node, &path),
        }
    }

    fn value(&mut self, field: &'static Field, node: &Node, path: &Path) {
        match (&field.kind, &node.value) {
            (Kind::Scalar(scalar), Value::String(text)) => {
                if !(scalar.is_valid)(text) {
                    self.tell(node.span, path, FaultKind::Scalar { scalar, text });
                }
            }
            (Kind::Code(scheme), Value::String(text)) => {
                if !scheme.is_valid(text) {
                    self.tell(node.span, path, FaultKind::Code { scheme, text });
                }
            }
            (Kind::Text | Kind::Texts, Value::String(text)) => self.visible(text, node.span, path),
            (Kind::Text | Kind::Texts, Value::Object(members)) => self.language_map(field, node, members, path),
            (Kind::Texts, Value::Array(items)) => self.strings(field, items, path),
            (Kind::Ref(_) | Kind::Id, Value::String(text)) => {
                let scalar = &crate::model::Reference::SCALAR;
                if !(scalar.is_valid)(text) {
                    self.tell(node.span, path, FaultKind::Scalar { scalar, text });
                }
                if !field.classes().is_empty() {
                    self.observer.reference(text, node.span, field.classes());
                }
            }
            (Kind::Ref(classes), Value::Object(_)) => {
                if let Some(class) = self.class(node, classes, classes.len() > 1, path) {
                    if self.is_dataset && matches!(path, Path::Index(Path::Key(Path::Root, _), _)) {
                        self.observer.record(node, class, path);
                    } else {
                        self.observer.inner(node);
                    }
                    self.object(node, class, path);
                }
            }
            (Kind::Private(class), Value::Object(_)) => self.object(node, *class, path),
            (Kind::Integer { min, max }, Value::Number(text)) => self.integer(field, node, text, (*min, *max), path),
            // Its value was looked at when the class was chosen.
            (Kind::Type, Value::String(_)) => {}
            (_, value) => self.tell(node.span, path, FaultKind::Kind { field, value }),
        }
    }

    fn visible(&mut self, text: &str, span: Span, path: &Path) {
        if !crate::model::grammar::is_visible(text) {
            self.tell(span, path, FaultKind::Blank);
        }
    }

    fn integer(&mut self, field: &'static Field, node: &Node, text: &str, (min, max): (u64, u64), path: &Path) {
        let number = integer(text).and_then(|digits| digits.parse::<u64>().ok());
        let whole = number.is_some() || text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0);
        match number {
            Some(number) if (min..=max).contains(&number) => {}
            _ if whole => self.tell(node.span, path, FaultKind::Bounds { min, max, text }),
            _ => self.tell(node.span, path, FaultKind::Kind { field, value: &node.value }),
        }
    }

    fn strings(&mut self, field: &'static Field, items: &[Node], path: &Path) {
        for (at, item) in items.iter().enumerate() {
            match &item.value {
                Value::String(text) => self.visible(text, item.span, &path.index(at)),
                value => self.tell(item.span, &path.index(at), FaultKind::Kind { field, value }),
            }
        }
        self.unique(items, path);
    }

    fn language_map(&mut self, field: &'static Field, node: &Node, members: &[Member], path: &Path) {
        if members.is_empty() {
            self.tell(node.span, path, FaultKind::EmptyMap);
        }
        for (at, member) in members.iter().enumerate() {
            let path = path.key(&member.key);
            if members[..at].iter().any(|other| other.key == member.key) {
                self.duplicate_key(member, members, &path);
                continue;
            }
            if !is_map_key(&member.key) {
                self.tell(member.key_span, &path, FaultKind::Language { key: &member.key });
            }
            match (&field.kind, &member.node.value) {
                (_, Value::String(text)) => self.visible(text, member.node.span, &path),
                (Kind::Texts, Value::Array(items)) => self.strings(field, items, &path),
                (_, Value::Array(items)) => self.tell(member.node.span, &path, FaultKind::List { field, items }),
                (_, value) => self.tell(member.node.span, &path, FaultKind::Kind { field, value }),
            }
        }
    }

    /// Tells the repeated strings of a set.
    fn unique(&mut self, items: &[Node], path: &Path) {
        if items.len() < 2 {
            return;
        }
        let mut known = HashSet::new();
        for (at, item) in items.iter().enumerate() {
            let Some(text) = item.as_str() else { continue };
            let repeated = if items.len() <= 16 {
                items[..at].iter().any(|other| other.as_str().is_some_and(|other| equal(other, text)))
            } else {
                !known.insert(text)
            };
            if repeated {
                let first =
                    items.iter().find(|other| other.as_str() == Some(text)).map_or(item.span, |first| first.span);
                self.tell(item.span, &path.index(at), FaultKind::DuplicateItem { text, first });
            }
        }
    }
}

/// Whether records of a class say their type even where only one class may stand.
fn says_type(class: &Class) -> bool {
    class.find("type").is_some_and(|at| class.is_required(at))
}

/// The class that has the most of a node's keys; none if none has any.
#[cold]
fn guess(node: &Node, allowed: &[ClassId]) -> Option<ClassId> {
    let keys = node.as_object().unwrap_or_default();
    let known = |class: ClassId| {
        let class = &shape()[class];
        keys.iter().filter(|member| member.key != "type" && class.find(&member.key).is_some()).count()
    };
    // `max_by_key` takes the last of equals; the first one listed is the more usual one.
    allowed
        .iter()
        .rev()
        .copied()
        .map(|class| (known(class), class))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, _)| *count)
        .map(|(_, class)| class)
}
