//! What the readers of feeds share: items of a programme as feeds tell them become sessions here, in one way.
//!
//! A reader finds the items and their words ([`Item`], [`Programme`]); what they mean (codes, moments, languages, ids,
//! clean text) is decided by [`Import`]. Nothing is dropped without a word: an item is counted by what became of it,
//! and values without a place in the model are lines of the loss report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use twox_hash::XxHash3_64;

use super::ReadOptions;
use crate::diagnostic::{Diagnostic, Report, Severity, counted};
use crate::doc::{Node, Value};
use crate::rdf::naming;
use crate::source::{Source, Span};

mod clean;
mod dates;
mod language;
mod local;
mod moment;
mod people;
mod session;

pub use clean::as_html;
pub use dates::Days;
pub use local::in_zone;
pub use moment::{When, Zone, date, duration, iso, minutes, moment_of};
pub use people::people;

/// Words of a feed, and where they stand.
#[derive(Debug, Clone)]
pub struct Words<'s> {
    pub text: Cow<'s, str>,
    pub span: Span,
}

impl<'s> Words<'s> {
    /// Words without the space around them; none where nothing is left. Control characters, which come from slides and
    /// spreadsheets and which no format can carry, are spaces.
    #[must_use]
    pub fn new(text: Cow<'s, str>, span: Span) -> Option<Self> {
        let is_odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
        let text = if text.contains(is_odd) { Cow::Owned(text.replace(is_odd, " ")) } else { text };
        let trimmed = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        (!trimmed.is_empty()).then_some(Self { text: trimmed, span })
    }

    /// The words as a string of the tree.
    #[must_use]
    pub fn node(&self) -> Node<'s> {
        Node::string(self.text.clone(), self.span)
    }
}

/// The event that a feed is the programme of.
#[derive(Debug, Default)]
pub struct Programme<'s> {
    pub name: Option<Words<'s>>,
    /// Its short name or code.
    pub code: Option<Words<'s>>,
    pub url: Option<Words<'s>>,
    /// First and last day.
    pub start: Option<Words<'s>>,
    pub end: Option<Words<'s>>,
    /// The IANA zone of local times.
    pub zone: Option<Words<'s>>,
    pub venue: Option<Words<'s>>,
    /// The head of the feed, for what is said of it as a whole.
    pub span: Span,
}

/// One thing on a programme, as a feed tells it.
#[derive(Debug, Default)]
pub struct Item<'s> {
    pub span: Span,
    /// A key that no other item of any feed has.
    pub guid: Option<Words<'s>>,
    /// A key that no other item of this feed has.
    pub code: Option<Words<'s>>,
    pub title: Option<Words<'s>>,
    pub summary: Option<Words<'s>>,
    pub description: Option<Words<'s>>,
    pub start: Option<When<'s>>,
    pub end: Option<When<'s>>,
    /// In minutes, and the words that say so.
    pub duration: Option<(u32, Words<'s>)>,
    pub room: Option<Words<'s>>,
    pub track: Option<Words<'s>>,
    pub kind: Option<Words<'s>>,
    pub languages: Vec<Words<'s>>,
    pub people: Vec<Someone<'s>>,
    pub links: Vec<Link<'s>>,
    pub url: Option<Words<'s>>,
    /// A code of the model's list of event states.
    pub status: Option<(&'static str, Span)>,
    pub keywords: Vec<Words<'s>>,
    /// When it was changed last.
    pub modified: Option<When<'s>>,
    /// The IANA zone of its times, where it is another than the feed's.
    pub zone: Option<Words<'s>>,
}

/// Somebody who takes part.
#[derive(Debug)]
pub struct Someone<'s> {
    pub span: Span,
    /// A key that nobody else in this feed has.
    pub key: Option<Words<'s>>,
    pub name: Words<'s>,
    /// A code of the model's list of roles, where it is known to be one, else what the feed says.
    pub role: Option<Words<'s>>,
    pub organization: Option<Words<'s>>,
    pub position: Option<Words<'s>>,
    pub url: Option<Words<'s>>,
    /// Private.
    pub email: Option<Words<'s>>,
    /// Codes of the model's lists.
    pub status: Option<Words<'s>>,
    pub mode: Option<Words<'s>>,
}

impl Programme<'_> {
    /// The same, said at one place: what another file says has none in this one.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        let all = [
            &mut self.name,
            &mut self.code,
            &mut self.url,
            &mut self.start,
            &mut self.end,
            &mut self.zone,
            &mut self.venue,
        ];
        all.into_iter().flatten().for_each(|words| words.span = span);
        self.span = span;
        self
    }
}

impl<'s> Someone<'s> {
    /// Puts everything that is said to one place.
    pub fn move_to(&mut self, span: Span) {
        self.span = span;
        self.name.span = span;
        let all = [&mut self.key, &mut self.organization, &mut self.position, &mut self.url];
        all.into_iter().flatten().for_each(|words| words.span = span);
    }

    /// Somebody of whom only the name is known.
    #[must_use]
    pub fn named(name: Words<'s>) -> Self {
        Self {
            span: name.span,
            key: None,
            name,
            role: None,
            organization: None,
            position: None,
            url: None,
            email: None,
            status: None,
            mode: None,
        }
    }
}

/// A file or page that belongs to an item.
#[derive(Debug)]
pub struct Link<'s> {
    pub span: Span,
    /// A code of the model's list of resources; none to tell from the title and the address.
    pub kind: Option<&'static str>,
    /// Whether it is a file that belongs to the item: then it is a document, where nothing says more.
    pub is_file: bool,
    pub url: Words<'s>,
    pub title: Option<Words<'s>>,
}

/// Longer keys of a feed are cut in ids.
const LONGEST_KEY: usize = 40;

/// The import of one feed.
pub struct Import<'s, 'r> {
    source: &'s Arc<Source>,
    report: &'r mut Report,
    /// What the ids of the feed's own keys begin with.
    scope: String,
    edition: Option<Node<'s>>,
    zone: Zone,
    lost: BTreeMap<(&'static str, Cow<'s, str>), Loss>,
    /// What items without a key are told apart by.
    seen: BTreeSet<String>,
    /// What people, places and tracks are called, by their ids.
    called: BTreeMap<String, String>,
}

struct Loss {
    count: usize,
    span: Span,
    first: String,
}

impl<'s, 'r> Import<'s, 'r> {
    /// Begins an import. Times are read in the zone of the feed, else in that of the options.
    pub fn new(
        source: &'s Arc<Source>,
        programme: &Programme<'s>,
        options: &ReadOptions,
        report: &'r mut Report,
    ) -> Self {
        let zone = Zone::of(programme.zone.as_ref(), options.timezone.as_deref(), source, report);
        let mut scope = String::new();
        if let Some(name) = programme.code.as_ref().or(programme.name.as_ref()) {
            naming::slug(&name.text, 40, &mut scope);
        }
        let mut import = Self {
            source,
            report,
            scope,
            edition: None,
            zone,
            lost: BTreeMap::new(),
            seen: BTreeSet::new(),
            called: BTreeMap::new(),
        };
        import.edition = import.edition_of(programme);
        import
    }

    /// Says that a value has no place in the model. Values of one name are one line.
    pub fn lose(&mut self, kind: &'static str, field: impl Into<Cow<'s, str>>, words: &Words) {
        let first = || {
            let text: String = words.text.chars().take(60).collect();
            if text.len() < words.text.len() { format!("{text}...") } else { text }
        };
        let loss = self.lost.entry((kind, field.into()));
        loss.or_insert_with(|| Loss { count: 0, span: words.span, first: first() }).count += 1;
    }

    /// The text that is imported.
    #[must_use]
    pub fn source(&self) -> &'s Arc<Source> {
        self.source
    }

    /// The report, for what only the reader knows of.
    pub fn report(&mut self) -> &mut Report {
        self.report
    }

    /// Ends the import: what was found of many items is told once.
    pub fn finish(self) {
        for ((kind, field), Loss { count, span, first }) in self.lost {
            let message = format!("{field} of {} has no place here: {first:?}", counted(count, kind));
            self.report.push(Diagnostic::new("loss/field", Severity::Note, self.source, span, message));
        }
        self.zone.tell(self.source, self.report);
    }

    fn edition_of(&mut self, programme: &Programme<'s>) -> Option<Node<'s>> {
        let name = programme.name.as_ref().or(programme.code.as_ref())?;
        let mut edition = object(programme.span);
        edition.set("type", Node::string("Edition", programme.span));
        edition.set("name", name.node());
        if let Some(code) = &programme.code {
            edition.set("identifier", code.node());
        }
        for (key, day) in [("startDate", &programme.start), ("endDate", &programme.end)] {
            let Some(words) = day else { continue };
            match moment::day(&words.text) {
                Some(day) => edition.set(key, Node::string(day, words.span)),
                None => self.unread(words, "is no day of the calendar"),
            }
        }
        if let Some((zone, span)) = self.zone.name().filter(|_| programme.zone.is_some()) {
            edition.set("timeZone", Node::string(zone, span));
        }
        if let Some(url) = &programme.url {
            self.set_iri(&mut edition, "url", url);
        }
        if let Some(venue) = &programme.venue {
            let place = self.place(venue, None);
            edition.set("place", place);
        }
        Some(edition)
    }

    /// The id of something that is known by its name: names that differ in signs alone are not one thing.
    fn by_name(&mut self, kind: &str, name: &Words<'s>) -> Node<'s> {
        let mut id = self.local(kind, &name.text);
        if self.called.get(&id).is_some_and(|known| *known != name.text) {
            let _ = write!(id, "-{:08x}", XxHash3_64::oneshot(name.text.as_bytes()) >> 32);
        }
        self.called.entry(id.clone()).or_insert_with(|| name.text.to_string());
        Node::string(id, name.span)
    }

    /// A place of this feed: a venue, or a room in it.
    fn place(&mut self, name: &Words<'s>, venue: Option<&Node<'s>>) -> Node<'s> {
        let mut place = object(name.span);
        place.set("id", self.by_name("place", name));
        place.set("name", name.node());
        if let Some(venue) = venue {
            place.set("containedInPlace", venue.clone());
        }
        place
    }

    /// The id of something that the feed has a key of its own for. Keys of other feeds do not meet it.
    fn local(&self, kind: &str, key: &str) -> String {
        let mut id = format!("#{}{}{kind}-", self.scope, if self.scope.is_empty() { "" } else { "-" });
        let start = id.len();
        naming::slug(key, LONGEST_KEY, &mut id);
        let is_whole = key.len() <= LONGEST_KEY && id.len() > start;
        if !is_whole {
            // Keys that begin alike, or have no letter in common with a slug, are told apart by all of them.
            let _ = write!(id, "-{:08x}", XxHash3_64::oneshot(key.as_bytes()) >> 32);
        }
        id
    }

    /// Sets an IRI; what is none is told.
    fn set_iri(&mut self, node: &mut Node<'s>, key: &'static str, words: &Words<'s>) {
        match iri(&words.text) {
            Some(iri) => node.set(key, Node::string(iri, words.span)),
            None => self.unread(words, "is no address on the web"),
        }
    }

    /// A value that cannot be what it should be is left out, and told.
    pub fn unread(&mut self, words: &Words, why: &str) {
        let text: String = words.text.chars().take(60).collect();
        let finding = Diagnostic::warning("import/value", self.source, words.span, format!("{text:?} {why}"));
        self.report.push(finding.help("it was left out; correct it in the feed"));
    }
}

/// Whether a text begins as an address on the web does.
#[must_use]
pub fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// An address as an IRI: spaces escaped, a scheme added where a host stands alone.
fn iri(text: &str) -> Option<String> {
    let text = text.trim().replace(' ', "%20");
    let whole = if text.starts_with("www.") { format!("https://{text}") } else { text };
    (crate::model::grammar::is_iri(&whole) && whole.contains(':')).then_some(whole)
}

/// An object without members.
fn object<'s>(span: Span) -> Node<'s> {
    Node::new(Value::Object(Vec::new()), span)
}

/// A list, where there is anything in it.
fn list(items: Vec<Node<'_>>) -> Option<Node<'_>> {
    let (first, last) = (items.first()?.span, items.last()?.span);
    let span = Span::new(first.start as usize, last.end.max(first.end) as usize);
    Some(Node::new(Value::Array(items), span))
}
