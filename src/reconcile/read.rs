//! Reading requests strictly: what is wrong, where in the JSON, and the way out.

use std::fmt;

use serde_json::{Map, Value};

use crate::lookup::near::nearest;

/// The most values of one condition, and the most types of one query.
const VALUES: usize = 100;

/// Why a request cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the request: `queries[0].limit`; empty for the whole.
    pub path: String,
    pub message: String,
    /// Whether the request is sound but holds more than is answered at once.
    pub is_too_much: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

/// A value of a request, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<'v> {
    pub(super) path: String,
    pub(super) value: &'v Value,
}

impl<'v> At<'v> {
    /// The whole request.
    pub(super) fn root(value: &'v Value) -> Self {
        Self { path: String::new(), value }
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { path: self.path.clone(), message: message.into(), is_too_much: false }
    }

    /// A value below this one.
    pub(super) fn below(&self, key: &str, value: &'v Value) -> Self {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Self { path, value }
    }

    /// The members of an object.
    pub(super) fn object(&self) -> Result<&'v Map<String, Value>, Fault> {
        self.value.as_object().ok_or_else(|| self.fault("an object is expected here"))
    }

    /// The members of an object that has no others than these.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Fault> {
        let unknown = self.object()?.keys().find(|key| !known.contains(&key.as_str()));
        unknown.map_or(Ok(()), |key| {
            let meant = nearest(key, known.iter().copied());
            let hint = meant.map_or_else(|| known.join(", "), |meant| format!("did you mean \"{meant}\"?"));
            Err(self.fault(format!("there is no \"{key}\" here; {hint}")))
        })
    }

    /// A member, if it is there.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.below(key, value))
    }

    /// A member that has to be there.
    pub(super) fn need(&self, key: &str) -> Result<Self, Fault> {
        self.get(key).ok_or_else(|| self.fault(format!("\"{key}\" is missing")))
    }

    /// The items of a list, up to the bound of a batch.
    pub(super) fn list(&self) -> Result<Vec<Self>, Fault> {
        let items = self.value.as_array().ok_or_else(|| self.fault("a list is expected here"))?;
        self.bounded(items.len())?;
        Ok(self.items(items))
    }

    /// The items of a list, up to the bound of values, or the one value.
    pub(super) fn one_or_many(&self) -> Result<Vec<Self>, Fault> {
        let Some(items) = self.value.as_array() else { return Ok(vec![self.clone()]) };
        self.at_most(items.len(), VALUES)?;
        Ok(self.items(items))
    }

    fn items(&self, items: &'v [Value]) -> Vec<Self> {
        let item = |(at, value)| Self { path: format!("{}[{at}]", self.path), value };
        items.iter().enumerate().map(item).collect()
    }

    /// Refuses more than is answered at once.
    pub(super) fn bounded(&self, count: usize) -> Result<(), Fault> {
        self.at_most(count, super::BATCH)
    }

    fn at_most(&self, count: usize, most: usize) -> Result<(), Fault> {
        if count <= most {
            return Ok(());
        }
        let message = format!("there are {count}, and {most} are answered at once; send them in parts");
        Err(Fault { is_too_much: true, ..self.fault(message) })
    }

    pub(super) fn text(&self) -> Result<&'v str, Fault> {
        self.value.as_str().ok_or_else(|| self.fault("a string is expected here"))
    }

    pub(super) fn flag(&self) -> Result<bool, Fault> {
        self.value.as_bool().ok_or_else(|| self.fault("true or false is expected here"))
    }

    /// A number of results, at least one; more than are given is no fault.
    pub(super) fn limit(&self, most: usize) -> Result<usize, Fault> {
        let number = self.value.as_f64().filter(|number| *number >= 1.0);
        let number = number.ok_or_else(|| self.fault("a number from 1 on is expected here"))?;
        let bounded = (1..=most).rev().find(|bound| f64::from(u32::try_from(*bound).unwrap_or(u32::MAX)) <= number);
        Ok(bounded.unwrap_or(1))
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, Fault> {
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(format!("\"{text}\" is none of {}", known.join(", ")))
        })
    }
}
