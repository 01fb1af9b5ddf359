//! What a configuration names of the model: types, fields and codes.

use crate::lookup::near::nearest;
use crate::model::Scheme;
use crate::shape::{Class, Field, Kind, shape};

/// A type of record by its name.
pub(super) fn class(name: &str) -> Option<&'static Class> {
    shape().class(name).map(|id| &shape()[id])
}

/// The names of all types.
pub(super) fn class_names() -> impl Iterator<Item = &'static str> {
    shape().classes.iter().map(|class| class.name.as_str())
}

/// The codes that a field holds; none where it holds something else.
pub(super) fn codes(field: &Field) -> Option<&'static Scheme> {
    match &field.kind {
        Kind::Code(scheme) => Some(scheme),
        _ => None,
    }
}

/// The names of the fields that hold codes.
pub(super) fn with_codes(class: &Class) -> impl Iterator<Item = &str> {
    class.fields.iter().filter(|field| codes(field).is_some()).map(|field| field.name.as_str())
}

/// The code that is most like a text.
pub(super) fn meant_code(scheme: &Scheme, text: &str) -> Option<String> {
    let values: Vec<String> = scheme.values().map(|(value, _)| value).collect();
    nearest(text, values.iter().map(String::as_str)).map(str::to_owned)
}

/// The names of the fields of all types; those that several types have come several times.
pub(super) fn field_names() -> impl Iterator<Item = &'static str> {
    shape().classes.iter().flat_map(|class| class.fields.iter().map(|field| field.name.as_str()))
}
