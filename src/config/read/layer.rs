//! What profiles say: how grave checks are, required fields, allowed codes.

use std::collections::BTreeMap;

use super::super::model;
use super::super::profile::Rule;
use super::super::setting::SEVERITIES;
use super::Reader;
use crate::check::Pattern;
use crate::check::catalogue::config::{FIXED_CHECK, UNKNOWN_CHECK, UNKNOWN_FIELD, VALUE};
use crate::doc::{Member, Node, Path};
use crate::lookup::near::nearest;
use crate::model::Scheme;
use crate::shape::{Class, Field};
use crate::source::Span;

/// Lists of names by name.
type Lists = BTreeMap<String, Vec<String>>;

impl Reader<'_> {
    pub(super) fn checks(&mut self, node: &Node, path: &Path, rules: &mut Vec<Rule>) {
        for member in self.table(node, path, "\"text/*\" = \"off\"") {
            let path = path.key(&member.key);
            let Some(pattern) = self.pattern(member, &path) else { continue };
            if let Some(severity) = self.one_of(&member.node, &path, "a severity", &SEVERITIES) {
                rules.push(Rule { pattern, severity });
            }
        }
    }

    /// The checks that a key names, if they may be changed.
    fn pattern(&mut self, member: &Member, path: &Path) -> Option<Pattern> {
        let Some(pattern) = Pattern::parse(&member.key) else {
            let message = format!("there is no check \"{}\"", member.key);
            // A dot where a slash belongs makes a table.
            let (meant, all) = match member.node.as_object() {
                Some([inner, ..]) => (None, format!("write the id in quotes: \"{}/{}\"", member.key, inner.key)),
                _ => (Pattern::meant(&member.key), "`plenary explain` lists the checks".to_owned()),
            };
            self.unknown(&UNKNOWN_CHECK, member, path, message, meant.as_deref(), &all);
            return None;
        };
        if pattern.is_fixed() {
            let message = format!("\"{pattern}\" always counts");
            self.push(&FIXED_CHECK, member.key_span, path, message, "remove the line, and mend the records");
            return None;
        }
        Some(pattern)
    }

    pub(super) fn required(&mut self, node: &Node, path: &Path, required: &mut Lists) {
        for member in self.table(node, path, "Session = [\"start\"]") {
            let path = path.key(&member.key);
            let Some(class) = self.class(member, &path) else { continue };
            let mut names = Vec::new();
            for (name, span) in self.texts(&member.node, &path, "[\"start\"]") {
                match class.field(name) {
                    Some(_) if names.iter().any(|known| known == name) => {
                        self.push(&VALUE, span, &path, format!("\"{name}\" stands here twice"), "keep one of the two");
                    }
                    Some(_) => names.push(name.to_owned()),
                    None => self.unknown_field(class, name, span, &path),
                }
            }
            required.insert(class.name.clone(), names);
        }
    }

    pub(super) fn allowed(&mut self, node: &Node, path: &Path, allowed: &mut Lists) {
        for member in self.table(node, path, "Session.sessionType = [\"workshop\"]") {
            let path = path.key(&member.key);
            let Some(class) = self.class(member, &path) else { continue };
            for member in self.table(&member.node, &path, "sessionType = [\"workshop\"]") {
                let path = path.key(&member.key);
                if let Some((field, scheme)) = self.field_with_codes(class, member, &path) {
                    let codes = self.codes(&field.name, scheme, &member.node, &path);
                    allowed.insert(format!("{}.{}", class.name, field.name), codes);
                }
            }
        }
    }

    /// The field of a class that a key names, with its codes.
    fn field_with_codes(
        &mut self,
        class: &'static Class,
        member: &Member,
        path: &Path,
    ) -> Option<(&'static Field, &'static Scheme)> {
        let Some(field) = class.field(&member.key) else {
            self.unknown_field(class, &member.key, member.key_span, path);
            return None;
        };
        let scheme = model::codes(field);
        if scheme.is_none() {
            let message = format!("\"{}\" of a {} holds no codes", field.name, class.name);
            let with: Vec<&str> = model::with_codes(class).collect();
            let help = match with.as_slice() {
                [] => format!("remove the line: no field of a {} does", class.name),
                with => format!("fields with codes are {}", with.join(", ")),
            };
            self.push(&UNKNOWN_FIELD, member.key_span, path, message, help);
        }
        Some((field, scheme?))
    }

    /// The codes of a list that a scheme has.
    fn codes(&mut self, field: &str, scheme: &Scheme, node: &Node, path: &Path) -> Vec<String> {
        let mut codes = Vec::new();
        for (code, span) in self.texts(node, path, "[\"workshop\"]") {
            if scheme.is_valid(code) {
                codes.push(scheme.canonical(code).into_owned());
            } else {
                let message = format!("\"{code}\" is not a code of \"{field}\"");
                let meant = model::meant_code(scheme, code);
                let all = "`plenary vocab search` looks codes up";
                self.refuse(&VALUE, span, path, message, meant.as_deref(), all);
            }
        }
        codes
    }

    fn class(&mut self, member: &Member, path: &Path) -> Option<&'static Class> {
        let class = model::class(&member.key);
        if class.is_none() {
            let message = format!("there is no type \"{}\"", member.key);
            let (meant, all) = if member.key.contains('.') {
                (None, format!("write {} without quotes: a type, a dot, and a field", member.key))
            } else {
                let types: Vec<&str> = model::class_names().collect();
                (nearest(&member.key, model::class_names()), format!("the types are {}", types.join(", ")))
            };
            self.unknown(&UNKNOWN_FIELD, member, path, message, meant, &all);
        }
        class
    }

    fn unknown_field(&mut self, class: &Class, name: &str, span: Span, path: &Path) {
        let message = format!("\"{name}\" is not a field of {}", class.name);
        let help = match nearest(name, class.fields.iter().map(|field| field.name.as_str())) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "see the fields in docs/reference.md".to_owned(),
        };
        self.push(&UNKNOWN_FIELD, span, path, message, help);
    }
}
