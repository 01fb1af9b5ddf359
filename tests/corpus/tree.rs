//! A record that mistakes can be planted in: as JSON has it, but with keys that may stand twice and numbers as written.

use serde_json::Value;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(flag) => Tree::Bool(*flag),
            Value::Number(number) => Tree::Number(number.to_string()),
            Value::String(text) => Tree::String(text.clone()),
            Value::Array(items) => Tree::List(items.iter().map(Tree::of).collect()),
            Value::Object(members) => {
                Tree::Object(members.iter().map(|(key, value)| (key.clone(), Tree::of(value))).collect())
            }
        }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        !matches!(self, Tree::List(_) | Tree::Object(_))
    }

    /// The value at a pointer such as `/participations/0/role`.
    pub(crate) fn at(&mut self, pointer: &str) -> &mut Tree {
        pointer.split('/').skip(1).fold(self, |tree, step| match tree {
            Tree::Object(members) => {
                let found = members.iter_mut().find(|(key, _)| key == step);
                found.map_or_else(|| panic!("no {step} on the way of {pointer}"), |(_, value)| value)
            }
            Tree::List(items) => &mut items[step.parse::<usize>().expect("a place in a list")],
            _ => panic!("{pointer} leads nowhere"),
        })
    }

    fn members(&mut self, pointer: &str) -> (&mut Vec<(String, Tree)>, String) {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        match self.at(parent) {
            Tree::Object(members) => (members, key.to_owned()),
            _ => panic!("{parent} is no object"),
        }
    }

    /// Sets a value, in its place or at the end.
    pub(crate) fn set(&mut self, pointer: &str, value: Tree) {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        match self.at(parent) {
            Tree::List(items) => match key.parse::<usize>().expect("a place in a list") {
                at if at < items.len() => items[at] = value,
                _ => items.push(value),
            },
            Tree::Object(members) => match members.iter_mut().find(|(known, _)| known == key) {
                Some(member) => member.1 = value,
                None => members.push((key.to_owned(), value)),
            },
            _ => panic!("{parent} has no members"),
        }
    }

    pub(crate) fn remove(&mut self, pointer: &str) {
        let (members, key) = self.members(pointer);
        members.retain(|(known, _)| *known != key);
    }

    pub(crate) fn rename(&mut self, pointer: &str, new: &str) {
        let (members, key) = self.members(pointer);
        let member = members.iter_mut().find(|(known, _)| *known == key).expect("a member");
        new.clone_into(&mut member.0);
    }

    /// Gives a key a second time, at the end.
    pub(crate) fn repeat(&mut self, pointer: &str) {
        let (members, key) = self.members(pointer);
        let member = members.iter().find(|(known, _)| *known == key).expect("a member").clone();
        members.push(member);
    }
}
