//! Lists that are written on one line.

use super::block::Phrase;
use super::words;

/// The parts of a text between separators that stand outside brackets, trimmed, the empty ones left out.
pub(super) fn split<'t>(text: &'t str, separators: &[char]) -> Vec<&'t str> {
    let mut depth = 0_usize;
    let outside = |letter: char| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && separators.contains(&letter)
    };
    text.split(outside).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The topics, questions or languages of a line: parted by semicolons, else by line breaks, else by commas if `commas`.
pub(super) fn items(words: Phrase, commas: bool) -> Vec<Phrase> {
    let semicolons = split(words.text, &[';', '\n']);
    let parts = if semicolons.len() == 1 && commas { split(words.text, &[',']) } else { semicolons };
    parts.into_iter().map(|part| words.part(part)).collect()
}

/// The people of a line: parted by semicolons; by commas and "and" only where nothing but names is left.
pub(super) fn people(words: Phrase) -> Vec<Phrase> {
    let parts = split(words.text, &[';']);
    if parts.len() > 1 {
        return parts.into_iter().map(|part| words.part(part)).collect();
    }
    let names: Vec<&str> = split(words.text, &[',']).into_iter().flat_map(|part| part.split(" and ")).collect();
    let names: Vec<&str> = names.iter().map(|name| name.trim_start_matches("and ").trim()).collect();
    let plain = |name: &&str| words::is_name(name.split(" (").next().unwrap_or_default()) && !words::is_position(name);
    if names.len() > 1 && names.iter().all(plain) {
        return names.into_iter().map(|name| words.part(name)).collect();
    }
    vec![words]
}
