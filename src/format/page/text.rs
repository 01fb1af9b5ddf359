//! Plain text to blocks: a line is a block; bullets and numbers make items.

use super::block::{Block, Role};

/// Characters that are bullets wherever a line begins with them.
const BULLETS: &str = "·•●▪◦‣⁃∙■□\u{f0b7}\u{f0a7}";

/// Characters that are bullets when a space follows.
const DASHES: &str = "-–—*+";

/// The lines of a text that are not blank.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut apart = true;
    let mut start = 0;
    let mut indent_of_item = None;
    for line in text.split_inclusive(['\n', '\r']) {
        let mut block = Block::new(Role::Line, apart);
        let indent = indent(line);
        block.push_visible(line.trim_start(), start + line.len() - line.trim_start().len());
        block.trim_end();
        let end_of_crlf = line == "\n" && start > 0 && text.as_bytes()[start - 1] == b'\r';
        start += line.len();
        if end_of_crlf {
            continue;
        }
        if block.text.trim().is_empty() {
            apart = true;
            indent_of_item = None;
            continue;
        }
        apart = false;
        mark_item(&mut block);
        if block.is_item() {
            indent_of_item = Some(indent);
        } else if indent_of_item.is_some_and(|item| indent > item + 1) {
            if let Some(item) = blocks.last_mut() {
                item.append(&block);
                continue;
            }
        } else {
            indent_of_item = None;
        }
        blocks.push(block);
    }
    blocks
}

/// How far a line is indented.
fn indent(line: &str) -> usize {
    line.chars().take_while(|letter| letter.is_whitespace()).map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}

fn mark_item(block: &mut Block) {
    if let Some(length) = bullet(&block.text) {
        block.role = Role::Item;
        block.body = length;
    }
}

/// Length of a bullet or number at the beginning of a line, the spaces after it included.
fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let spaced = |rest: &str| rest.starts_with(' ') && !rest.trim().is_empty();
    let rest = if BULLETS.contains(first) || (DASHES.contains(first) && spaced(rest)) {
        rest
    } else {
        let rest = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let rest = rest.strip_prefix(['.', ')']).filter(|_| (1..=3).contains(&(text.len() - rest.len())))?;
        Some(rest).filter(|rest| spaced(rest))?
    };
    Some(text.len() - rest.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        blocks(text).iter().filter(|block| block.is_item()).map(|block| block.words().text.to_owned()).collect()
    }

    #[test]
    fn bullets_numbers_and_their_second_lines() {
        let text = "x\r\n\u{b7} Ana\r\n•Ben\n- Cyd,\n    a unit\n1. Dan\n2024 is no item\n-5 neither\n– Eva";
        assert_eq!(items(text), ["Ana", "Ben", "Cyd, a unit", "Dan", "Eva"]);
    }

    #[test]
    fn spans_reach_over_what_was_dropped() {
        let text = "\u{feff}a\u{a0}b\u{ad}c  \r\n\r\nd";
        let blocks = blocks(text);
        assert_eq!(blocks[0].text, "a bc");
        assert_eq!(&text[blocks[0].words().span().range()], "a\u{a0}b\u{ad}c");
        let words = blocks[0].words();
        assert_eq!(&text[words.part(&words.text[2..]).span().range()], "b\u{ad}c");
        assert!(blocks[1].apart && blocks.len() == 2);
    }
}
