//! Sections: what a heading or label says about the lines under it.

use super::block::{Block, Phrase, Role};
use super::marks::Marks;
use crate::thesaurus::{Kind, fold::fold, recognise_code};

/// What the lines of a section are.
#[derive(Debug, Clone)]
pub(super) enum Section {
    /// Prose; where a page begins.
    Description,
    /// A text that is kept in a field as it is.
    Text(&'static str),
    /// People, with what the heading says of all of them.
    People(Marks),
    Organizers,
    Topics(&'static str, Kind),
    /// A code of a scheme, kept in a field.
    Code(&'static str, &'static str),
    /// The forum's own subject headings.
    Theme(&'static str),
    Time,
    Room,
    Languages(&'static str),
    Questions,
    Outcomes(&'static str),
    /// An address, kept in a field.
    Link(&'static str),
    /// A recording, transcript or the like.
    Resource(&'static str),
}

impl Section {
    /// Whether more than one line may stand in it.
    pub(super) fn goes_on(&self) -> bool {
        !matches!(
            self,
            Self::Text("title" | "identifier")
                | Self::Code(..)
                | Self::Time
                | Self::Room
                | Self::Languages(_)
                | Self::Link(_)
                | Self::Resource(_)
        )
    }
}

const RELATED: &str = "relatedTo";
const FOCUS: &str = "focusesPrimarilyOn";

/// Headings, folded, and what they head. Roles ("Panellists") and kinds of resources ("Transcript") are found in their
/// schemes.
const HEADINGS: &[(&str, Section)] = &[
    ("abstract", Section::Text("abstract")),
    ("action lines", Section::Topics(RELATED, Kind::ActionLines)),
    ("calls to action", Section::Outcomes("call-to-action")),
    ("call to action", Section::Outcomes("call-to-action")),
    ("captioning", Section::Languages("captioning")),
    ("captions", Section::Languages("captioning")),
    ("content of the session", Section::Description),
    ("date", Section::Time),
    ("date and time", Section::Time),
    ("date time", Section::Time),
    ("description", Section::Description),
    ("description of the session", Section::Description),
    ("expected outcomes", Section::Outcomes("key-takeaway")),
    ("focuses primarily on", Section::Topics(FOCUS, Kind::Any)),
    ("focuses on", Section::Topics(FOCUS, Kind::Any)),
    ("format", Section::Code("format", "session-format")),
    ("interpretation", Section::Languages("interpretation")),
    ("key issues", Section::Outcomes("key-issue")),
    ("key messages", Section::Outcomes("key-takeaway")),
    ("key takeaways", Section::Outcomes("key-takeaway")),
    ("keywords", Section::Text("keywords")),
    ("language", Section::Languages("languages")),
    ("languages", Section::Languages("languages")),
    ("link", Section::Link("url")),
    ("link to session", Section::Link("url")),
    ("link to the session", Section::Link("url")),
    ("link to this session", Section::Link("url")),
    ("linked sdgs", Section::Topics(RELATED, Kind::Goals)),
    ("location", Section::Room),
    ("next steps", Section::Outcomes("next-step")),
    ("online room", Section::Link("onlineRoom")),
    ("organised by", Section::Organizers),
    ("organiser", Section::Organizers),
    ("organisers", Section::Organizers),
    ("organiser s", Section::Organizers),
    ("organized by", Section::Organizers),
    ("organizer", Section::Organizers),
    ("organizers", Section::Organizers),
    ("organizer s", Section::Organizers),
    ("co organizers", Section::Organizers),
    ("co organisers", Section::Organizers),
    ("participation link", Section::Link("onlineRoom")),
    ("policy question", Section::Questions),
    ("policy questions", Section::Questions),
    ("policy question s", Section::Questions),
    ("primary focus", Section::Topics(FOCUS, Kind::Any)),
    ("related sdgs", Section::Topics(RELATED, Kind::Goals)),
    ("related to", Section::Topics(RELATED, Kind::Any)),
    ("related wsis action lines", Section::Topics(RELATED, Kind::ActionLines)),
    ("room", Section::Room),
    ("sdg", Section::Topics(RELATED, Kind::Goals)),
    ("sdgs", Section::Topics(RELATED, Kind::Goals)),
    ("session code", Section::Text("identifier")),
    ("session description", Section::Description),
    ("session format", Section::Code("format", "session-format")),
    ("session id", Section::Text("identifier")),
    ("session link", Section::Link("url")),
    ("session teaser", Section::Text("abstract")),
    ("session title", Section::Text("title")),
    ("session type", Section::Code("sessionType", "session-type")),
    ("sub theme", Section::Theme("sub-theme")),
    ("subtheme", Section::Theme("sub-theme")),
    ("sustainable development goals", Section::Topics(RELATED, Kind::Goals)),
    ("teaser", Section::Text("abstract")),
    ("theme", Section::Theme("theme")),
    ("themes", Section::Theme("theme")),
    ("time", Section::Time),
    ("title", Section::Text("title")),
    ("type", Section::Code("sessionType", "session-type")),
    ("type of session", Section::Code("sessionType", "session-type")),
    ("un sdgs", Section::Topics(RELATED, Kind::Goals)),
    ("url", Section::Link("url")),
    ("venue", Section::Room),
    ("way forward", Section::Outcomes("next-step")),
    ("when", Section::Time),
    ("where", Section::Room),
    ("wsis action line", Section::Topics(RELATED, Kind::ActionLines)),
    ("wsis action lines", Section::Topics(RELATED, Kind::ActionLines)),
    ("zoom link", Section::Link("onlineRoom")),
];

/// Longer texts are no headings.
const LONGEST: usize = 80;

/// The section that a block opens, and what it says on the same line.
pub(super) fn opened(block: &Block) -> Option<(Section, Phrase<'_>)> {
    let words = block.words();
    let mut end = words.text.len().min(LONGEST);
    while !words.text.is_char_boundary(end) {
        end -= 1;
    }
    let colon = words.text[..end].find(':').filter(|at| !words.text[at + 1..].starts_with("//"));
    if let Some(at) = colon {
        return named(words.part(&words.text[..at])).map(|section| (section, words.part(&words.text[at + 1..])));
    }
    let whole = (!block.is_item() && words.text.len() <= LONGEST && block.role != Role::Title).then_some(words)?;
    named(whole).map(|section| (section, words.part(&words.text[words.text.len()..])))
}

/// The section of a heading's words.
fn named(label: Phrase) -> Option<Section> {
    let folded = fold(label.text);
    if let Some((_, section)) = HEADINGS.iter().find(|(name, _)| *name == folded) {
        return Some(section.clone());
    }
    if let Some(concept) = recognise_code("resource-kind", label.text).filter(|concept| concept.code != "other") {
        return Some(Section::Resource(&concept.code));
    }
    let mut marks = Marks::default();
    let label = marks.strip_end(label);
    marks.take_role(label).then_some(Section::People(marks))
}

/// "Session 116": the number.
pub(super) fn session_number(words: Phrase) -> Option<Phrase> {
    let (word, number) = words.text.split_once(' ')?;
    let is_number = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (word.eq_ignore_ascii_case("session") && is_number).then(|| words.part(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str) -> Option<String> {
        let mut block = Block::new(Role::Line, false);
        block.push_visible(text, 0);
        opened(&block).map(|(section, rest)| match section {
            Section::People(marks) => {
                format!("people {:?} {:?} {}", text_of(marks.role.as_ref()), text_of(marks.mode.as_ref()), rest.text)
            }
            section => format!("{section:?} {}", rest.text),
        })
    }

    fn text_of(node: Option<&crate::doc::Node>) -> String {
        node.and_then(|node| node.as_str()).unwrap_or("-").to_owned()
    }

    #[test]
    fn headings_labels_and_roles() {
        assert_eq!(section("Organizer(s): UNDESA / ITU").as_deref(), Some("Organizers UNDESA / ITU"));
        assert_eq!(section("Remote speakers").as_deref(), Some("people \"speaker\" \"online\" "));
        assert_eq!(section("Speaker 2: Jo Doe").as_deref(), Some("people \"speaker\" \"-\" Jo Doe"));
        assert_eq!(section("Remote moderator:").as_deref(), Some("people \"online-moderator\" \"-\" "));
        assert_eq!(
            section("Transcript: https://example.org/").as_deref(),
            Some("Resource(\"transcript\") https://example.org/")
        );
        assert_eq!(section("https://example.org/"), None);
        assert_eq!(section("The speakers will be many."), None);
    }

    #[test]
    fn headings_are_sorted_by_nothing_but_distinct() {
        let mut names: Vec<_> = HEADINGS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), HEADINGS.len());
        assert!(names.iter().all(|name| fold(name) == *name));
    }
}
