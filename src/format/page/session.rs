//! Blocks, section by section, to one session.

use std::sync::Arc;

use super::block::{Block, Phrase, Role};
use super::marks::Marks;
use super::person::{self, object};
use super::record::Record;
use super::section::{self, Section};
use super::{language, lists, sentence, time, topics};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::model::grammar;
use crate::source::Source;
use crate::thesaurus::{Kind, recognise_code};

/// The session of a page; none if nothing is on it.
pub(super) fn read(
    blocks: &[Block],
    is_html: bool,
    source: &Arc<Source>,
    report: &mut Report,
) -> Option<Node<'static>> {
    let first = blocks.first()?;
    let mut reader = Reader {
        record: Record::new(first.line(), source, report),
        section: Section::Description,
        prose: false,
        wrap: if is_html { "\n" } else { " " },
    };
    for (at, block) in blocks.iter().enumerate() {
        reader.block(block, blocks.get(at + 1));
    }
    Some(reader.finish(blocks))
}

struct Reader<'r> {
    record: Record<'r>,
    section: Section,
    /// Whether a sentence of the description was seen.
    prose: bool,
    /// What stands between two lines of a paragraph.
    wrap: &'static str,
}

/// Texts of this length are sentences even without a full stop.
const LONG: usize = 120;

impl Reader<'_> {
    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block.role {
            Role::Title => return,
            Role::Heading { top: true } if !self.record.has("title") && section::opened(block).is_none() => {
                self.record.set("title", block.words().node());
                return;
            }
            _ => {}
        }
        if self.opens(block) || self.introduces(block, next) || self.appoints(block) {
            return;
        }
        if matches!(block.role, Role::Heading { .. }) {
            self.section = Section::Description;
            self.record.unused(block.line(), "this heading is not one that is known here");
            return;
        }
        self.prose |= next.is_some_and(|next| is_continued(block, next));
        self.value(block, block.words());
    }

    /// A heading or label opens its section, and may say something on the same line. An item does so only where it is
    /// not one of a list of people, which are read with their roles.
    fn opens(&mut self, block: &Block) -> bool {
        let Some((opened, rest)) = section::opened(block) else { return false };
        let in_people = matches!(self.section, Section::People(_)) && matches!(opened, Section::People(_));
        if block.is_item() && (in_people || rest.is_empty()) {
            return false;
        }
        self.prose |= matches!(opened, Section::Description);
        let before = std::mem::replace(&mut self.section, opened);
        if !rest.is_empty() || (!rest.links().is_empty() && !self.section.goes_on()) {
            self.value(block, rest);
            if block.is_item() {
                self.section = before;
            }
        }
        true
    }

    /// A sentence that introduces a list of people.
    fn introduces(&mut self, block: &Block, next: Option<&Block>) -> bool {
        if block.is_item() || !next.is_some_and(Block::is_item) {
            return false;
        }
        let Some(marks) = sentence::introduction(block.words()) else { return false };
        self.section = Section::People(marks);
        true
    }

    /// A sentence that gives people a role.
    fn appoints(&mut self, block: &Block) -> bool {
        let Some((marks, people)) = sentence::appointed(block.words()) else { return false };
        for line in lists::people(people) {
            self.participation(line, &marks);
        }
        true
    }

    fn value(&mut self, block: &Block, words: Phrase) {
        let section = self.section.clone();
        if !section.goes_on() {
            self.section = Section::Description;
        }
        match section {
            Section::Description => self.description(block),
            Section::People(marks) => self.people(block, words, &marks),
            Section::Organizers => self.organizers(block, words),
            Section::Topics(field, kind) => self.topics(field, block, words, kind),
            Section::Questions => self.record.push("policyQuestions", texted(words)),
            Section::Outcomes(kind) => {
                let mut outcome = texted(words);
                outcome.set("outcomeKind", words.says(kind));
                self.record.push("outcomes", outcome);
            }
            Section::Theme(kind) => self.theme(words, kind),
            Section::Text("keywords") => {
                for keyword in lists::items(words, true) {
                    self.record.push("keywords", keyword.node());
                }
            }
            Section::Text(field) => self.record.add_paragraph(field, words, "\n\n"),
            Section::Code(field, scheme) => self.code(field, scheme, words),
            Section::Time => self.time(words),
            Section::Room => self.named_object("place", words),
            Section::Languages(field) => self.languages(field, words),
            Section::Link(field) => self.link(field, words),
            Section::Resource(kind) => self.resource(kind, words),
        }
    }

    fn named_object(&mut self, field: &'static str, words: Phrase) {
        let mut node = object(words.span());
        node.set("name", words.node());
        self.record.set(field, node);
    }

    /// Prose is description; before it, a line may say what it is by itself.
    fn description(&mut self, block: &Block) {
        let line = block.line();
        let is_prose = line.text.ends_with(['.', '!', '?', ':', ';', '…', '。', '”', '"']) || line.text.len() > LONG;
        if !self.prose && !is_prose {
            if !self.speaks_for_itself(line) {
                self.record.unused(line, "this line stands before the description and has no label");
            }
            return;
        }
        self.prose = true;
        let joint = if block.apart {
            "\n\n"
        } else if block.is_item() {
            "\n"
        } else {
            self.wrap
        };
        self.record.add_paragraph("description", line, joint);
    }

    /// A line without label: the number of the session, its times, its mode or its type.
    fn speaks_for_itself(&mut self, line: Phrase) -> bool {
        if let Some(number) = section::session_number(line) {
            self.record.set("identifier", number.node());
        } else if let Some(mode) = recognise_code("participation-mode", line.text) {
            let event_mode = mode.mappings.iter().find_map(|(_, iri)| iri.rsplit('/').next());
            let Some(code) = event_mode else { return false };
            self.record.set("attendanceMode", line.says(code));
        } else if let Some(kind) = recognise_code("session-type", line.text) {
            self.record.set("sessionType", line.says(&kind.code));
        } else if time::read(line).is_some() {
            self.time(line);
        } else {
            return false;
        }
        true
    }

    fn people(&mut self, block: &Block, words: Phrase, marks: &Marks) {
        let labelled = words.text.len() < block.words().text.len();
        if !block.is_item() && !labelled && !sentence::starts_with_name(words) {
            self.section = Section::Description;
            self.prose |= self.record.has("description");
            self.description(block);
            return;
        }
        let lines = if block.is_item() { vec![words] } else { lists::people(words) };
        for line in lines {
            self.participation(line, marks);
        }
    }

    fn participation(&mut self, words: Phrase, above: &Marks) {
        match person::read(words) {
            Some(line) => self.record.push("participations", line.participation(above, "speaker")),
            None => self.record.unused(words, "this line does not read as a person"),
        }
    }

    /// Organizations organize; a person of whom more is said takes part as organizer.
    fn organizers(&mut self, block: &Block, words: Phrase) {
        if !block.is_item() && words.text.len() > LONG && words.text.ends_with('.') {
            self.section = Section::Description;
            self.description(block);
            return;
        }
        for text in lists::split(words.text, &[';', '\n']).into_iter().flat_map(|part| part.split(" / ")) {
            let part = words.part(text);
            match person::read(part) {
                Some(line) if line.is_person && !line.is_bare() => {
                    self.record.push("participations", line.participation(&Marks::default(), "organizer"));
                }
                Some(line) if line.is_person && sentence::starts_with_name(part) => {
                    self.record.push("organizers", line.agent);
                }
                _ => self.record.push("organizers", person::organization(part, true)),
            }
        }
    }

    fn topics(&mut self, field: &'static str, block: &Block, words: Phrase, kind: Kind) {
        let begins_with_number = block.is_item() && block.text.starts_with(|digit: char| digit.is_ascii_digit());
        let words = if begins_with_number { block.line() } else { words };
        for topic in topics::read(words, kind) {
            self.record.topic(field, &topic);
        }
    }

    fn theme(&mut self, words: Phrase, kind: &'static str) {
        for part in lists::items(words, false) {
            let mut theme = object(part.span());
            theme.set("label", part.node());
            theme.set("conceptKind", part.says(kind));
            self.record.push("themes", theme);
        }
    }

    /// A code as people write it; "Round Table - 90 Min" says it before the dash.
    fn code(&mut self, field: &'static str, scheme: &'static str, words: Phrase) {
        let before =
            words.text.split([',', '(', '–']).next().unwrap_or_default().split(" - ").next().unwrap_or_default();
        let found = [words.text, before.trim()]
            .into_iter()
            .find_map(|text| recognise_code(scheme, text).map(|concept| (words.part(text), concept)));
        match found {
            Some((part, concept)) => self.record.set(field, part.says(&concept.code)),
            None => self.record.unused(words, &format!("no {scheme} of this name is known")),
        }
    }

    fn time(&mut self, words: Phrase) {
        let Some(times) = time::read(words) else {
            self.record.unused(words, "this does not read as a date and time");
            return;
        };
        if let Some(missing) = times.missing {
            self.record.unused(words, &format!("a start needs date, time and offset; {missing} is missing"));
        }
        for (field, moment) in [("start", times.start), ("end", times.end)] {
            if let Some(moment) = moment {
                self.record.set(field, moment);
            }
        }
    }

    fn languages(&mut self, field: &'static str, words: Phrase) {
        match language::read(words) {
            Some(languages) => languages.into_iter().for_each(|language| self.record.push(field, language)),
            None => self.record.unused(words, "this does not read as languages"),
        }
    }

    fn link(&mut self, field: &'static str, words: Phrase) {
        match address(words) {
            Some(address) => self.record.set(field, address),
            None => self.record.unused(words, "no web address is here"),
        }
    }

    fn resource(&mut self, kind: &'static str, words: Phrase) {
        let Some(address) = address(words) else {
            self.record.unused(words, "no web address is here");
            return;
        };
        let mut resource = object(words.span());
        resource.set("resourceKind", words.says(kind));
        resource.set("url", address);
        self.record.push("resources", resource);
    }

    /// What only the whole page can say: the title that browsers show, and the type that the description names.
    fn finish(mut self, blocks: &[Block]) -> Node<'static> {
        if let Some(title) = blocks.iter().find(|block| block.role == Role::Title).filter(|_| !self.record.has("title"))
        {
            self.record.set("title", title.words().node());
        }
        let named = || blocks.iter().filter_map(named_type).reduce(more_words);
        if let Some(named) = (!self.record.has("sessionType")).then(named).flatten() {
            self.record.set("sessionType", named);
        }
        self.record.finish()
    }
}

/// Whether a sentence runs on from one line to the next.
fn is_continued(block: &Block, next: &Block) -> bool {
    let ends = block.text.ends_with(['.', ':', ',', ';', '!', '?']);
    !ends && !next.apart && next.role == Role::Line && next.text.starts_with(char::is_lowercase)
}

/// An object with a text.
fn texted(words: Phrase) -> Node<'static> {
    let mut node = object(words.span());
    node.set("text", words.node());
    node
}

/// The first web address in some words, else in the links of their block.
fn address(words: Phrase) -> Option<Node<'static>> {
    let written =
        words.text.split([' ', '\n', '<', '>']).find(|word| word.starts_with("http") && grammar::is_iri(word));
    if let Some(written) = written {
        return Some(words.part(written).node());
    }
    let link = words.links().iter().find(|link| link.target.starts_with("http") && grammar::is_iri(&link.target))?;
    Some(Node::string(link.target.clone(), link.span))
}

/// The longest session type that a text names after "this".
fn named_type(block: &Block) -> Option<Node<'static>> {
    const MOST_WORDS: usize = 5;
    let line = block.line();
    let words: Vec<Phrase> = line.text.split([' ', '\n']).map(|word| line.part(word)).collect();
    let named = |(at, _): (usize, &Phrase)| {
        let after = &words[at + 1..words.len().min(at + 1 + MOST_WORDS)];
        let start = after.first()?.text.as_ptr() as usize - line.text.as_ptr() as usize;
        (1..=after.len()).rev().find_map(|count| {
            let last = after[count - 1].text;
            let end = last.as_ptr() as usize - line.text.as_ptr() as usize + last.len();
            let text = line.text[start..end].trim_end_matches(|letter: char| !letter.is_alphanumeric());
            let concept = recognise_code("session-type", text).filter(|concept| concept.code != "other")?;
            Some(line.part(text).says(&concept.code))
        })
    };
    words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.text.eq_ignore_ascii_case("this"))
        .filter_map(named)
        .reduce(more_words)
}

/// The type that says more, by the length of its code; the first of two.
fn more_words(first: Node<'static>, second: Node<'static>) -> Node<'static> {
    let length = |node: &Node| node.as_str().map_or(0, str::len);
    if length(&second) > length(&first) { second } else { first }
}
