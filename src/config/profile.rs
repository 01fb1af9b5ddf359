//! Profiles: those that are built in, own ones, and what a chain of them comes to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::read;
use super::setting::{SEVERITIES, words};
use crate::check::{Pattern, Profile};
use crate::diagnostic::{Error, Severity};
use crate::lookup::near::nearest;

/// The built-in profiles: name, and file in the syntax of an own profile.
const BUILT_IN: &[(&str, &str)] = &[
    (DEFAULT, include_str!("../../profiles/default.toml")),
    ("igf", include_str!("../../profiles/igf.toml")),
    ("minimal", include_str!("../../profiles/minimal.toml")),
    ("publish", include_str!("../../profiles/publish.toml")),
    ("schema-org", include_str!("../../profiles/schema-org.toml")),
    ("wsis", include_str!("../../profiles/wsis.toml")),
];

/// The profile that others extend unless they say otherwise.
pub(super) const DEFAULT: &str = "default";

/// The names of the profiles that are built in.
pub fn built_in_profiles() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

static LAYERS: LazyLock<BTreeMap<&str, Layer>> =
    LazyLock::new(|| BUILT_IN.iter().map(|(name, text)| (*name, read::built_in(name, text).0)).collect());

/// A profile as it is written: what it adds to the one that it extends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    pub about: String,
    pub extends: Option<String>,
    pub rules: Vec<Rule>,
    pub required: BTreeMap<String, Vec<String>>,
    pub allowed: BTreeMap<String, Vec<String>>,
}

/// Checks, and how grave they are; none turns them off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub pattern: Pattern,
    pub severity: Option<Severity>,
}

impl Rule {
    /// Reads `text/*=warning`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (checks, word) = text.split_once('=').ok_or("write it as ID=SEVERITY, such as text/*=off")?;
        let pattern = Pattern::parse(checks).ok_or_else(|| match Pattern::meant(checks) {
            Some(meant) => format!("there is no check {checks}; did you mean {meant}?"),
            None => format!("there is no check {checks}; `plenary explain` lists them"),
        })?;
        let known = SEVERITIES.iter().find(|(known, _)| *known == word);
        let (_, severity) =
            *known.ok_or_else(|| format!("the severity is one of {}", words(&SEVERITIES).join(", ")))?;
        if pattern.is_fixed() {
            return Err(format!("{checks} always counts, so it cannot be changed"));
        }
        Ok(Self { pattern, severity })
    }
}

impl Layer {
    /// Adds what is said here to a profile: the more specific rule counts, and of equal ones the later.
    pub fn put_on(&self, profile: &mut Profile) {
        let mut rules = self.rules.clone();
        rules.sort_by_key(|rule| rule.pattern);
        for rule in rules {
            rule.pattern.checks().for_each(|check| profile.set(check, rule.severity));
        }
        for (class, fields) in &self.required {
            let known = profile.required.entry(class.clone()).or_default();
            for field in fields {
                if !known.contains(field) {
                    known.push(field.clone());
                }
            }
        }
        profile.allowed.extend(self.allowed.clone());
    }
}

/// The profiles that there are: own ones beside those that are built in.
#[derive(Debug, Default)]
pub struct Profiles {
    pub own: BTreeMap<String, Layer>,
}

impl Profiles {
    /// A profile by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Layer> {
        LAYERS.get(name).or_else(|| self.own.get(name))
    }

    /// The names of all profiles: those that are built in, then own ones.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        BUILT_IN.iter().map(|(name, _)| *name).chain(self.own.keys().map(String::as_str))
    }

    /// What a profile comes to with those that it extends.
    ///
    /// # Errors
    /// When there is no profile of that name.
    pub fn resolve(&self, name: &str) -> Result<Profile, Error> {
        let top = self.get(name).ok_or_else(|| self.unknown(name))?;
        let mut profile = Profile::default();
        self.chain(name, top).iter().rev().for_each(|layer| layer.put_on(&mut profile));
        Ok(Profile { name: name.to_owned(), about: top.about.clone(), ..profile })
    }

    /// A profile and those that it extends. The reader lets profiles that extend themselves go; a chain ends with them.
    fn chain<'p>(&'p self, name: &'p str, top: &'p Layer) -> Vec<&'p Layer> {
        let mut names = vec![name];
        let mut chain = vec![top];
        while let Some(parent) = parent(names[names.len() - 1], chain[chain.len() - 1]) {
            let Some(layer) = self.get(parent).filter(|_| !names.contains(&parent)) else { break };
            names.push(parent);
            chain.push(layer);
        }
        chain
    }

    /// The profiles by way of which one extends itself; none where it does not.
    pub(super) fn cycle(&self, name: &str) -> Option<Vec<&str>> {
        let mut way = Vec::new();
        let mut at = name;
        loop {
            let next = self.own.get(at)?.extends.as_deref()?;
            if next == name {
                return Some(way);
            }
            if way.contains(&next) {
                return None;
            }
            way.push(next);
            at = next;
        }
    }

    /// That there is no profile of a name.
    fn unknown(&self, name: &str) -> Error {
        Error::usage(format!("there is no profile \"{name}\"")).help(self.way_out(name))
    }

    /// What somebody may have meant by a name that no profile has.
    pub(super) fn way_out(&self, name: &str) -> String {
        match nearest(name, self.names()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("write one of {}", self.names().collect::<Vec<_>>().join(", ")),
        }
    }
}

/// The profile that one extends.
fn parent<'l>(name: &str, layer: &'l Layer) -> Option<&'l str> {
    layer.extends.as_deref().or_else(|| (name != DEFAULT).then_some(DEFAULT))
}

/// Whether a profile of this name is built in.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{CHECKS, Check};

    #[test]
    fn built_in_profiles_are_sound() {
        for (name, text) in BUILT_IN {
            let (layer, report) = read::built_in(name, text);
            let said: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
            assert!(said.is_empty(), "{name}: {said:?}");
            assert!(!layer.about.is_empty(), "{name} says nothing about itself");
            assert!(Profiles::default().resolve(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn each_rule_of_a_built_in_profile_changes_something() {
        for (name, layer) in LAYERS.iter() {
            for rule in layer.rules.iter().filter(|rule| matches!(rule.pattern, Pattern::One(_))) {
                let mut without = layer.clone();
                without.rules.retain(|other| other != rule);
                let (mut all, mut less) = (Profile::default(), Profile::default());
                layer.put_on(&mut all);
                without.put_on(&mut less);
                assert_ne!(all, less, "{name}: {} is so anyway", rule.pattern);
            }
        }
    }

    #[test]
    fn the_minimal_profile_gives_no_notes() {
        let minimal = Profiles::default().resolve("minimal").unwrap();
        let is_note = |check: &&&Check| minimal.severity_of(check) == Some(Severity::Note) && !check.is_fixed();
        let notes: Vec<&str> = CHECKS.iter().filter(is_note).map(|check| check.id).collect();
        assert!(notes.is_empty(), "{notes:?}");
    }

    #[test]
    fn the_default_profile_is_the_default() {
        let default = Profiles::default().resolve(DEFAULT).unwrap();
        assert_eq!(Profile { name: String::new(), about: String::new(), ..default }, Profile::default());
    }

    #[test]
    fn the_more_specific_rule_counts_wherever_it_stands() {
        let rule = |text| Rule::parse(text).unwrap();
        let rules = vec![rule("text/all-caps=note"), rule("text/*=off"), rule("*=error")];
        let mut profile = Profile::default();
        Layer { rules, ..Layer::default() }.put_on(&mut profile);
        let severity = |id| profile.severity_of(crate::check::by_id(id).unwrap());
        assert_eq!(severity("text/all-caps"), Some(Severity::Note));
        assert_eq!((severity("text/spaces"), severity("people/repeated")), (None, Some(Severity::Error)));
        assert_eq!(severity("structure/syntax"), Some(Severity::Error));
    }

    #[test]
    fn flags_that_say_nothing_are_refused() {
        for wrong in
            ["text/all-caps", "text/caps=off", "text/all-caps=warn", "structure/syntax=off", "structure/*=note"]
        {
            assert!(Rule::parse(wrong).is_err(), "{wrong}");
        }
    }
}
