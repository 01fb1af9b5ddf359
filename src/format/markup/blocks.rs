//! Blocks of JSON-LD in a page.

use std::fmt::Write;
use std::ops::Range;

use crate::rdf::graph::{Statement, Term};

/// Where the blocks are: what stands between `<script type="application/ld+json">` and its end.
pub(super) fn blocks(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(start) = lower[at..].find("<script").map(|found| at + found) {
        let Some(open) = lower[start..].find('>').map(|found| start + found + 1) else { break };
        let end = lower[open..].find("</script").map_or(text.len(), |found| open + found);
        if lower[start..open].contains("application/ld+json") {
            blocks.push(content(text, open..end));
        }
        at = end.max(open);
    }
    blocks
}

/// A block without a comment or CDATA section around what it says.
fn content(text: &str, block: Range<usize>) -> Range<usize> {
    let inner = &text[block.clone()];
    let begin = inner.find(['{', '[']).unwrap_or(0);
    let begin = if inner.trim_start().starts_with("<![CDATA[") { inner.find('{').unwrap_or(begin) } else { begin };
    let end = inner.rfind(['}', ']']).map_or(inner.len(), |end| end + 1);
    let end = if inner.trim_end().ends_with("]]>") { inner.rfind('}').map_or(end, |end| end + 1) } else { end };
    block.start + begin..block.start + end.max(begin)
}

/// Blank nodes of one block are no others' nodes.
pub(super) fn keep_apart(statement: &mut Statement, block: usize) {
    let mark = |name: &mut String| {
        if name.starts_with("_:") {
            let _ = write!(name, "-block{block}");
        }
    };
    mark(&mut statement.subject);
    if let Term::Node(name) = &mut statement.object {
        mark(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_a_page() {
        let text = "<p>é</p><SCRIPT type='application/ld+json'>\n{\"a\": 1}\n</SCRIPT><script>x</script>";
        let found = blocks(text);
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].clone()], "{\"a\": 1}");
    }
}
