//! The topics of a line: "SDG 4, SDG 16: Peace, justice and strong institutions; Action Line C5".

use super::block::Phrase;
use super::lists;
use crate::thesaurus::{Kind, Recognition, announced, announces, recognise};

/// What was made of some words.
pub(super) struct Topic<'b> {
    pub(super) words: Phrase<'b>,
    pub(super) read: Option<Recognition>,
}

/// Longer lines are prose.
const LONGEST: usize = 4000;

/// Reads every topic of a line.
pub(super) fn read(words: Phrase, kind: Kind) -> Vec<Topic> {
    if words.text.len() > LONGEST {
        return vec![Topic { words, read: None }];
    }
    lists::items(words, false).into_iter().flat_map(|item| of_item(item, kind)).collect()
}

/// The topics of a line without semicolons. A comma or "and" parts two topics only where the next begins with a number,
/// or where every part is a title, since titles hold commas themselves.
fn of_item(item: Phrase, kind: Kind) -> Vec<Topic> {
    let parts = parts(item);
    let numbered = joined(item, &parts);
    if numbered.len() > 1 {
        let kind = announced(numbered[0].text, kind);
        return numbered.into_iter().map(|words| topic(words, announced(words.text, kind))).collect();
    }
    let whole = topic(item, kind);
    let by_title: Vec<Topic> = if announces(item.text) || whole.is_one() || parts.len() < 2 {
        Vec::new()
    } else {
        parts.into_iter().map(|words| topic(words, kind)).collect()
    };
    if by_title.is_empty() || !by_title.iter().all(Topic::is_one) { vec![whole] } else { by_title }
}

impl Topic<'_> {
    fn is_one(&self) -> bool {
        matches!(self.read, Some(Recognition::One(_)))
    }
}

fn topic(words: Phrase, kind: Kind) -> Topic {
    Topic { words, read: recognise(words.text, kind) }
}

fn parts(item: Phrase) -> Vec<Phrase> {
    let commas = lists::split(item.text, &[',']);
    commas
        .into_iter()
        .flat_map(|part| part.split(" and "))
        .filter(|part| !part.trim().is_empty())
        .map(|part| item.part(part))
        .collect()
}

/// The parts, each joined with those after it that do not begin with a number.
fn joined<'b>(item: Phrase<'b>, parts: &[Phrase<'b>]) -> Vec<Phrase<'b>> {
    let offset = |part: &Phrase| part.text.as_ptr() as usize - item.text.as_ptr() as usize;
    let starts: Vec<usize> = parts
        .iter()
        .enumerate()
        .filter(|(at, part)| *at == 0 || announces(part.text))
        .map(|(_, part)| offset(part))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([item.text.len()]);
    let range = |(start, end): (&usize, usize)| {
        let text = item.text[*start..end].trim_end().trim_end_matches(',').trim_end();
        item.part(text.strip_suffix(" and").unwrap_or(text).trim_end_matches(','))
    };
    starts.iter().zip(ends).map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::super::block::{Block, Role};
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let mut block = Block::new(Role::Line, false);
        block.push_visible(text, 0);
        let code = |topic: Topic| match topic.read {
            Some(Recognition::One(read)) => read.concept.code.as_str(),
            Some(Recognition::Ambiguous(_)) => "ambiguous",
            None => "",
        };
        read(block.words(), Kind::Any).into_iter().map(code).collect()
    }

    #[test]
    fn one_line_lists() {
        assert_eq!(codes("SDG 4, SDG 5 and SDG 16"), ["sdg:4", "sdg:5", "sdg:16"]);
        assert_eq!(codes("SDGs 4, 5, 16.10"), ["sdg:4", "sdg:5", "sdg:16.10"]);
        assert_eq!(
            codes("SDG 16: Peace, justice and strong institutions, SDG 5: Gender equality"),
            ["sdg:16", "sdg:5"]
        );
        assert_eq!(codes("Peace, justice and strong institutions"), ["sdg:16"]);
        assert_eq!(codes("Media, Capacity building"), ["wsis:C9", "wsis:C4"]);
        assert_eq!(codes("C5; C9. Media; nonsense"), ["wsis:C5", "wsis:C9", ""]);
    }
}
