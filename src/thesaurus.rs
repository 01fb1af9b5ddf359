//! The concept schemes of `vocab/`: codes with their labels, links and notes; searched, and recognised as people write.
//!
//! The files are embedded as Turtle and parsed when a command first asks for one.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::vocab::{plenary, sdg};

pub mod fold;
mod number;
pub mod recognise;
pub mod search;
mod skos;

pub use recognise::{How, Kind, Recognised, Recognition, announced, announces, recognise, recognise_code};
pub use search::{Hit, Rank, search};

/// A text and its language; the tag is empty for a text of no language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub language: String,
    pub text: String,
}

/// A concept of one of our schemes, or one of the UN's goals, targets and indicators.
#[derive(Debug, Clone, Default)]
pub struct Concept {
    pub iri: String,
    /// IRI of the scheme that it belongs to.
    pub scheme: String,
    /// The code without prefix: `17`, `C1`, `igf/open-forum`.
    pub notation: String,
    /// The code as records hold it: `sdg:17`, `wsis:C1`, `igf/open-forum`, `speaker`.
    pub code: String,
    /// Preferred labels, one a language.
    pub labels: Vec<Label>,
    /// Other labels that people rightly write.
    pub alt: Vec<Label>,
    /// Labels that are understood but not shown.
    pub hidden: Vec<Label>,
    pub definition: Option<String>,
    /// What the concept is and is not for.
    pub scope: Vec<String>,
    /// Notes of the editors: history, sources, doubts.
    pub notes: Vec<String>,
    pub broader: Vec<String>,
    pub narrower: Vec<String>,
    pub related: Vec<String>,
    /// Links to other schemes: the relation's name (`closeMatch`) and the IRI.
    pub mappings: Vec<(String, String)>,
}

impl Concept {
    /// The English label, or the first one there is, or the code.
    #[must_use]
    pub fn label(&self) -> &str {
        let english = self.labels.iter().find(|label| label.language == "en");
        english.or(self.labels.first()).map_or(&self.code, |label| &label.text)
    }

    /// Whether this is a code of the core scheme, not of one forum's own.
    #[must_use]
    pub fn is_core(&self) -> bool {
        !self.notation.contains('/')
    }

    /// Every label, the preferred ones first.
    pub fn every_label(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().chain(&self.alt).chain(&self.hidden)
    }
}

/// A scheme's files, parsed when first asked for.
struct File {
    name: &'static str,
    turtle: &'static [&'static str],
    concepts: OnceLock<Vec<Concept>>,
    names: OnceLock<Names>,
}

/// Folded names, and the concept that each stands for.
type Names = HashMap<String, Named>;

/// What a name stands for.
#[derive(Clone, Copy)]
struct Named {
    concept: &'static Concept,
    /// Whether the name is a hidden label.
    hidden: bool,
}

impl File {
    const fn new(name: &'static str, turtle: &'static [&'static str]) -> Self {
        Self { name, turtle, concepts: OnceLock::new(), names: OnceLock::new() }
    }

    fn concepts(&self) -> &[Concept] {
        self.concepts.get_or_init(|| skos::parse(self.turtle))
    }

    fn names(&'static self) -> &'static Names {
        self.names.get_or_init(|| names(self.concepts()))
    }
}

/// Where two concepts share a name, the core scheme goes before a forum's, and a shown label before a hidden one.
fn names(concepts: &'static [Concept]) -> Names {
    let mut names = Names::new();
    for core in [true, false] {
        for hidden in [false, true] {
            for concept in concepts.iter().filter(|concept| concept.is_core() == core) {
                let labels = if hidden { &concept.hidden[..] } else { &concept.labels };
                let alt = if hidden { &[][..] } else { &concept.alt };
                let texts = labels.iter().chain(alt).map(|label| &label.text);
                for name in texts.chain([&concept.code, &concept.notation]).map(|name| fold::fold(name)) {
                    names.entry(name).or_insert(Named { concept, hidden });
                }
            }
        }
    }
    names
}

/// What a folded name stands for in a scheme.
fn named(scheme: &str, folded: &str) -> Option<Named> {
    FILES.iter().find(|file| file.name == scheme)?.names().get(folded).copied()
}

macro_rules! vocab {
    ($name:literal) => {
        include_str!(concat!("../vocab/", $name, ".ttl"))
    };
}

static FILES: [File; 12] = [
    File::new("wsis", &[vocab!("wsis"), vocab!("wsis-sdg")]),
    File::new("sdg", &[vocab!("sdg")]),
    File::new("session-type", &[vocab!("session-type")]),
    File::new("session-format", &[vocab!("session-format")]),
    File::new("role", &[vocab!("role")]),
    File::new("group", &[vocab!("group")]),
    File::new("region", &[vocab!("region")]),
    File::new("participation-status", &[vocab!("participation-status")]),
    File::new("participation-mode", &[vocab!("participation-mode")]),
    File::new("resource-kind", &[vocab!("resource-kind")]),
    File::new("outcome-kind", &[vocab!("outcome-kind")]),
    File::new("concept-kind", &[vocab!("concept-kind")]),
];

/// The names of the schemes that [`scheme`] knows.
pub fn schemes() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|file| file.name)
}

/// The concepts of a scheme by its name (`sdg`, `role`), those of the forums' own schemes included; none for an
/// unknown name.
#[must_use]
pub fn scheme(name: &str) -> &'static [Concept] {
    FILES.iter().find(|file| file.name == name).map_or(&[], File::concepts)
}

/// Every concept of every scheme.
pub fn concepts() -> impl Iterator<Item = &'static Concept> {
    FILES.iter().flat_map(File::concepts)
}

/// The concept of a code in one scheme.
#[must_use]
pub fn in_scheme(name: &str, code: &str) -> Option<&'static Concept> {
    scheme(name).iter().find(|concept| concept.code == code)
}

/// The first concept of a code. Topics have codes of their own; elsewhere two schemes may share one (`other`), for
/// which see [`in_scheme`] and [`find`].
#[must_use]
pub fn by_code(code: &str) -> Option<&'static Concept> {
    match code.split_once(':') {
        Some((prefix, _)) => in_scheme(prefix, code),
        None => concepts().find(|concept| concept.code == code),
    }
}

/// The concept of an IRI, in its `http` or `https` form.
#[must_use]
pub fn by_iri(iri: &str) -> Option<&'static Concept> {
    let bare = bare(iri)?;
    file_of(bare)?.concepts().iter().find(|concept| self::bare(&concept.iri) == Some(bare))
}

/// The file whose namespace an IRI without its `http(s)://` lies in.
fn file_of(bare: &str) -> Option<&'static File> {
    let local = |namespace| self::bare(namespace).and_then(|namespace| bare.strip_prefix(namespace));
    let name = if local(sdg::NS).is_some() { "sdg" } else { local(plenary::NS)?.split('/').next()? };
    FILES.iter().find(|file| file.name == name)
}

fn bare(iri: &str) -> Option<&str> {
    iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))
}

/// Every concept that a person may mean by a code (`sdg:17`, `workshop`), a code with its scheme (`role/moderator`) or
/// an IRI.
#[must_use]
pub fn find(text: &str) -> Vec<&'static Concept> {
    if let Some(concept) = by_iri(text).or_else(|| by_iri(&format!("{}{text}", plenary::NS))) {
        return vec![concept];
    }
    concepts().filter(|concept| concept.code == text).collect()
}

/// The English label of a code.
#[must_use]
pub fn label(code: &str) -> Option<&'static str> {
    by_code(code).map(Concept::label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::code::Scheme;
    use crate::model::lists::LISTS;
    use crate::model::topic::TOPIC;

    /// Code and English label of each row of a code list.
    fn rows(scheme: &Scheme) -> Vec<(String, String)> {
        let mut rows: Vec<_> = scheme.values().map(|(code, row)| (code, row.label.to_string())).collect();
        rows.sort();
        rows
    }

    /// Code and English label of each core concept of some schemes.
    fn core<'c>(concepts: impl IntoIterator<Item = &'c Concept>) -> Vec<(String, String)> {
        let core = concepts.into_iter().filter(|concept| concept.is_core());
        let mut rows: Vec<_> = core.map(|concept| (concept.code.clone(), concept.label().to_owned())).collect();
        rows.sort();
        rows
    }

    #[test]
    fn code_lists_and_scheme_files_agree() {
        for list in LISTS {
            let Some(name) = list.base().and_then(|base| base.strip_prefix(plenary::NS)) else { continue };
            let name = name.trim_end_matches('/');
            assert_eq!(rows(list), core(scheme(name)), "{name}");
        }
        let is_indicator = |concept: &&Concept| concept.code.starts_with("sdg:C");
        let topics = scheme("wsis").iter().chain(scheme("sdg")).filter(|concept| !is_indicator(concept));
        assert_eq!(rows(&TOPIC), core(topics));
    }

    #[test]
    fn every_concept_is_sound_and_its_links_lead_somewhere() {
        for concept in concepts() {
            assert!(!concept.labels.is_empty() && !concept.notation.is_empty(), "{}", concept.iri);
            for iri in concept.broader.iter().chain(&concept.narrower).chain(&concept.related) {
                assert!(by_iri(iri).is_some(), "{} names {iri}", concept.iri);
            }
        }
        assert_eq!(concepts().count(), 640);
    }

    #[test]
    fn concepts_are_found_by_code_and_iri() {
        assert_eq!(label("sdg:16"), Some("Peace, justice and strong institutions"));
        assert_eq!(by_iri("https://metadata.un.org/sdg/17").map(|concept| concept.code.as_str()), Some("sdg:17"));
        assert_eq!(find("role/moderator").len(), 1);
        assert!(find("other").len() > 2);
        assert!(by_code("sdg:18").is_none() && by_iri("https://example.org/").is_none());
        let links = &by_code("wsis:C2").unwrap().mappings;
        assert!(links.contains(&("relatedMatch".to_owned(), "http://metadata.un.org/sdg/9.c".to_owned())));
    }
}
