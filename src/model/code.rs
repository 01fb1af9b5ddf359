//! Controlled values: schemes of codes whose IRIs are a namespace and the code.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::grammar;
use crate::lookup::Lookup;

/// One code of a scheme.
#[derive(Debug, Clone)]
pub struct CodeRow {
    pub code: Cow<'static, str>,
    pub label: Cow<'static, str>,
    /// A sentence about it; empty where the label says all.
    pub about: &'static str,
}

/// The codes of a set, sorted, and a quick way to find one.
#[derive(Debug)]
pub struct Codes {
    pub rows: Vec<CodeRow>,
    lookup: Lookup,
}

impl Codes {
    #[must_use]
    pub fn new(rows: Vec<CodeRow>) -> Self {
        let lookup = Lookup::new(rows.iter().map(|row| row.code.as_ref()));
        Self { rows, lookup }
    }
}

/// A form that further codes of a set may have, known to a scheme file or not.
#[derive(Debug)]
pub struct Form {
    /// Without anchors and without the set's prefix.
    pub pattern: &'static str,
    pub is_valid: fn(&str) -> bool,
}

/// Codes under one namespace.
#[derive(Debug)]
pub struct CodeSet {
    /// What stands before the code in JSON: nothing, or a CURIE prefix with its colon.
    pub prefix: &'static str,
    pub namespace: &'static str,
    pub codes: fn() -> &'static Codes,
    pub form: Option<Form>,
}

/// A field's code list.
#[derive(Debug)]
pub struct Scheme {
    /// Name of the Rust type and of the `$defs` entry.
    pub name: &'static str,
    pub about: &'static str,
    pub sets: &'static [CodeSet],
    /// Whether an absolute IRI of a concept elsewhere will do.
    pub foreign: bool,
}

/// A forum's own code: `igf/open-forum`.
pub const FORUM_CODE: Form = Form { pattern: "[a-z0-9-]+/[a-z0-9-]+", is_valid: is_forum_code };

fn is_forum_code(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.split_once('/').is_some_and(|(forum, code)| word(forum) && word(code))
}

impl CodeSet {
    /// The rows of all codes, sorted by code.
    #[must_use]
    pub fn rows(&self) -> &'static [CodeRow] {
        &(self.codes)().rows
    }

    /// The row of a code, without prefix.
    #[must_use]
    pub fn row(&self, code: &str) -> Option<&'static CodeRow> {
        let codes = (self.codes)();
        codes.lookup.find(code, |at| &codes.rows[at].code).map(|at| &codes.rows[at])
    }

    /// What follows the prefix in a value. Compared byte by byte: prefixes are short, and mostly empty.
    #[inline]
    fn code<'v>(&self, value: &'v str) -> Option<&'v str> {
        let prefix = self.prefix.as_bytes();
        let fits = value.len() >= prefix.len() && value.bytes().zip(prefix).all(|(left, right)| left == *right);
        if fits { value.get(prefix.len()..) } else { None }
    }

    fn has_form(&self, code: &str) -> bool {
        self.form.as_ref().is_some_and(|form| (form.is_valid)(code))
    }

    fn accepts(&self, code: &str) -> bool {
        self.row(code).is_some() || self.has_form(code)
    }

    /// What follows the namespace in an IRI of this set, in its `http` or `https` form.
    #[must_use]
    pub fn local<'v>(&self, iri: &'v str) -> Option<&'v str> {
        let bare = |text: &'v str| text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let namespace = self.namespace.split_once("://").map_or(self.namespace, |(_, rest)| rest);
        bare(iri)?.strip_prefix(namespace)
    }
}

impl Scheme {
    /// Whether a field of this scheme may hold the value.
    #[must_use]
    pub fn is_valid(&self, value: &str) -> bool {
        if self.sets.iter().any(|set| set.code(value).is_some_and(|code| set.accepts(code))) {
            return true;
        }
        match self.set_of_iri(value) {
            Some((set, local)) => set.accepts(local),
            None => self.foreign && grammar::is_iri(value),
        }
    }

    fn set_of_iri<'v>(&self, iri: &'v str) -> Option<(&CodeSet, &'v str)> {
        self.sets.iter().find_map(|set| set.local(iri).map(|local| (set, local)))
    }

    /// The form that normal records carry: the code rather than its IRI. Codes of a form under a CURIE prefix are
    /// written as IRIs, because no URI template takes a prefix off.
    #[must_use]
    pub fn canonical<'v>(&self, value: &'v str) -> Cow<'v, str> {
        if let Some((set, local)) = self.set_of_iri(value) {
            return match (set.row(local), set.prefix) {
                (None, prefix) if !prefix.is_empty() => format!("{}{local}", set.namespace).into(),
                (_, "") => local.into(),
                (_, prefix) => format!("{prefix}{local}").into(),
            };
        }
        let curie = self.sets.iter().filter(|set| !set.prefix.is_empty()).find_map(|set| {
            let code = set.code(value)?;
            set.row(code).is_none().then(|| format!("{}{code}", set.namespace))
        });
        curie.map_or(Cow::Borrowed(value), Cow::Owned)
    }

    /// Namespace and local name whose concatenation is the IRI of a valid value; the namespace is empty for an IRI.
    #[must_use]
    pub fn iri<'v>(&self, value: &'v str) -> (&'static str, &'v str) {
        let plain = memchr::memchr(b':', value.as_bytes()).is_none();
        for set in self.sets {
            match set.code(value) {
                Some(_) if set.prefix.is_empty() && !plain && grammar::is_iri(value) => {}
                Some(code) => return (set.namespace, code),
                None => {}
            }
        }
        ("", value)
    }

    /// Every listed code as a field holds it, with its row.
    pub fn values(&self) -> impl Iterator<Item = (String, &'static CodeRow)> {
        self.sets.iter().flat_map(|set| set.rows().iter().map(move |row| (format!("{}{}", set.prefix, row.code), row)))
    }

    /// The one namespace that plain codes are relative to, if the scheme has no CURIEs.
    #[must_use]
    pub fn base(&self) -> Option<&'static str> {
        match self.sets {
            [set] if set.prefix.is_empty() => Some(set.namespace),
            _ => None,
        }
    }

    fn schema(&self) -> Schema {
        let mut branches: Vec<Value> = self.sets.iter().flat_map(code_branches).collect();
        branches.extend(
            self.sets
                .iter()
                .map(|set| json!({"type": "string", "pattern": known_iri_pattern(set), "x-jsonld-self": "{+this}"})),
        );
        if self.foreign {
            branches.push(json!({"type": "string", "pattern": self.foreign_pattern(), "x-jsonld-self": "{+this}"}));
        }
        json_schema!({"title": self.name, "description": self.about, "type": "string", "anyOf": branches})
    }

    /// An IRI outside this scheme's namespaces.
    fn foreign_pattern(&self) -> String {
        let namespaces: Vec<String> = self.sets.iter().map(|set| namespace_pattern(set.namespace)).collect();
        format!("^(?!{}){}", namespaces.join("|"), &grammar::IRI[1..])
    }
}

/// The JSON Schema branches of a set's codes: one `enum` where a template maps them, else one `const` each.
fn code_branches(set: &CodeSet) -> Vec<Value> {
    let rows = set.rows();
    let mut branches = if set.prefix.is_empty() {
        let codes: Vec<&str> = rows.iter().map(|row| row.code.as_ref()).collect();
        let help: Vec<String> = rows.iter().map(help).collect();
        vec![json!({
            "enum": codes, "markdownEnumDescriptions": help, "x-jsonld-self": format!("{}{{+this}}", set.namespace),
        })]
    } else {
        let branch = |row: &CodeRow| {
            json!({
                "const": format!("{}{}", set.prefix, row.code), "title": row.label,
                "x-jsonld-self": format!("{}{}", set.namespace, row.code),
            })
        };
        rows.iter().map(branch).collect()
    };
    if let Some(form) = &set.form {
        let mut branch = json!({"type": "string", "pattern": format!("^{}({})$", set.prefix, form.pattern)});
        if set.prefix.is_empty() {
            branch["x-jsonld-self"] = format!("{}{{+this}}", set.namespace).into();
        }
        branches.push(branch);
    }
    branches
}

fn help(row: &CodeRow) -> String {
    if row.about.is_empty() { row.label.to_string() } else { format!("**{}**: {}", row.label, row.about) }
}

/// A namespace in either scheme, its dots escaped.
fn namespace_pattern(namespace: &str) -> String {
    let rest = namespace.split_once("://").map_or(namespace, |(_, rest)| rest);
    format!("https?://{}", rest.replace('.', r"\."))
}

/// The IRIs of a set's codes, anchored.
fn known_iri_pattern(set: &CodeSet) -> String {
    let codes = set.rows().iter().map(|row| row.code.replace('.', r"\."));
    let forms = set.form.iter().map(|form| form.pattern.to_owned());
    let all: Vec<String> = codes.chain(forms).collect();
    format!("^{}({})$", namespace_pattern(set.namespace), all.join("|"))
}

/// A type that stands for a scheme, so that fields can say `Code<Role>`.
pub trait CodeList {
    const SCHEME: Scheme;
}

/// A value of a code list: a code, a forum's own code, or an IRI where the scheme allows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "L: CodeList + Clone")]
pub struct Code<L> {
    value: String,
    #[serde(skip)]
    list: PhantomData<L>,
}

impl<L> Code<L> {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

impl<L: CodeList> TryFrom<String> for Code<L> {
    type Error = String;

    fn try_from(value: String) -> Result<Self, String> {
        if L::SCHEME.is_valid(&value) {
            Ok(Self { value, list: PhantomData })
        } else {
            Err(format!("{value:?} is not a code of {}", L::SCHEME.name))
        }
    }
}

impl<L> From<Code<L>> for String {
    fn from(code: Code<L>) -> Self {
        code.value
    }
}

impl<L: CodeList> JsonSchema for Code<L> {
    fn schema_name() -> Cow<'static, str> {
        L::SCHEME.name.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        L::SCHEME.schema()
    }
}

/// Declares code lists as enums, with their rows. Variants stand in the order of their codes.
macro_rules! codes {
    ($(#[doc = $doc:literal] $name:ident { namespace: $namespace:expr, form: $form:expr, foreign: $foreign:literal } = {
        $($(#[doc = $about:literal])? $variant:ident = $code:literal, $label:literal;)*
    })*) => {
        $(
            #[doc = $doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $name { $($(#[doc = $about])? $variant,)* }

            impl $name {
                /// Every variant, in the order of the codes.
                pub const ALL: &[Self] = &[$(Self::$variant),*];

                const ROWS: &[$crate::model::code::CodeRow] = &[$($crate::model::code::CodeRow {
                    code: std::borrow::Cow::Borrowed($code),
                    label: std::borrow::Cow::Borrowed($label),
                    about: concat!($($about)?),
                }),*];

                fn codes() -> &'static $crate::model::code::Codes {
                    use std::sync::LazyLock;
                    static CODES: LazyLock<$crate::model::code::Codes> =
                        LazyLock::new(|| $crate::model::code::Codes::new($name::ROWS.to_vec()));
                    &CODES
                }

                /// The code as records hold it.
                #[must_use]
                pub fn code(self) -> &'static str {
                    match self { $(Self::$variant => $code),* }
                }

                /// The English label.
                #[must_use]
                pub fn label(self) -> &'static str {
                    match self { $(Self::$variant => $label),* }
                }

                /// The variant of a code of the core scheme.
                #[must_use]
                pub fn from_code(code: &str) -> Option<Self> {
                    match code { $($code => Some(Self::$variant),)* _ => None }
                }
            }

            impl $crate::model::code::CodeList for $name {
                const SCHEME: $crate::model::code::Scheme = $crate::model::code::Scheme {
                    name: stringify!($name),
                    about: $doc,
                    sets: &[$crate::model::code::CodeSet {
                        prefix: "",
                        namespace: $namespace,
                        codes: $name::codes,
                        form: $form,
                    }],
                    foreign: $foreign,
                };
            }
        )*

        /// Every code list of the model but topics.
        pub static LISTS: &[$crate::model::code::Scheme] = &[$(<$name as $crate::model::code::CodeList>::SCHEME),*];
    };
}

pub(crate) use codes;
