use proptest::prelude::*;

use super::*;
use crate::source::Source;

fn finding(text: &str, edits: &[(u32, u32, &str)], safe: bool) -> Diagnostic {
    let edit = |&(start, end, text): &(u32, u32, &str)| Edit { span: Span { start, end }, text: text.to_owned() };
    let source = Source::new("test", text);
    Diagnostic::error("test/id", &source, Span::default(), "")
        .fix(Fix { edits: edits.iter().map(edit).collect(), safe })
}

fn mended(text: &str, fixes: &[&[(u32, u32, &str)]]) -> (String, Vec<usize>) {
    let findings: Vec<Diagnostic> = fixes.iter().map(|edits| finding(text, edits, true)).collect();
    let Mended { text, applied } = mend(text, &findings, Which::Safe);
    (text, applied)
}

#[test]
fn a_fix_is_put_in_whole_or_not_at_all() {
    let (text, applied) = mended("abcdef", &[&[(0, 1, "A"), (4, 5, "E")], &[(4, 6, "x"), (2, 3, "C")]]);
    assert_eq!((text.as_str(), applied), ("AbcdEf", vec![0]));
}

#[test]
fn the_same_edit_is_made_once() {
    let (text, applied) = mended("ab", &[&[(1, 1, "x")], &[(1, 1, "x")], &[(0, 1, "A")]]);
    assert_eq!((text.as_str(), applied.len()), ("Axb", 3));
}

#[test]
fn insertions_stand_at_the_edge_of_replacements() {
    assert_eq!(mended("abc", &[&[(1, 2, "B")], &[(1, 1, "<")], &[(2, 2, ">")]]).0, "a<B>c");
    assert_eq!(mended("abc", &[&[(1, 1, "1")], &[(1, 1, "2")]]).0, "a1bc");
    assert_eq!(mended("abc", &[&[(0, 3, "x")], &[(1, 1, "2")]]).0, "x");
}

#[test]
fn suggestions_wait_for_a_person() {
    let findings = [finding("ab", &[(0, 1, "x")], false)];
    assert_eq!(mend("ab", &findings, Which::Safe).text, "ab");
    assert_eq!(mend("ab", &findings, Which::All).text, "xb");
}

#[test]
fn parts_of_a_stream_know_their_place() {
    let source = Source::part("test", "cd", 2, 3);
    let finding = Diagnostic::error("test/id", &source, Span::new(1, 2), "").mend_with("D");
    assert_eq!(mend("ab\ncd", &[finding], Which::Safe).text, "ab\ncD");
}

#[test]
fn a_diff_shows_lines_and_is_empty_without_change() {
    assert_eq!(unified("a.json", "a\nb\n", "a\nc\n"), "--- a.json\n+++ a.json\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    assert_eq!(unified("a.json", "a", "a"), "");
}

proptest! {
    /// Whatever the spans: no panic, and every byte outside the edits that were made is there, in order.
    #[test]
    fn only_the_edits_change_the_text(
        text in "\\PC{0,40}",
        fixes in prop::collection::vec(prop::collection::vec((0_u32..50, 0_u32..6, "[xyzé]{0,3}"), 1..4), 0..8),
    ) {
        let findings: Vec<Diagnostic> = fixes.iter().map(|edits| {
            let edits: Vec<(u32, u32, &str)> =
                edits.iter().map(|(start, length, new)| (*start, start + length, new.as_str())).collect();
            finding(&text, &edits, true)
        }).collect();
        let whole = mend(&text, &findings, Which::Safe);
        let mut edits: Vec<Edit> = whole.applied.iter().flat_map(|&at| findings[at].fix.clone().unwrap().edits).collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let mut rest = whole.text.as_str();
        let mut at = 0;
        for edit in &edits {
            let kept = &text[at..edit.span.start as usize];
            rest = rest.strip_prefix(kept).unwrap().strip_prefix(edit.text.as_str()).unwrap();
            at = edit.span.end as usize;
        }
        prop_assert_eq!(rest, &text[at..]);
        let backwards: Vec<Diagnostic> = findings.iter().rev().cloned().collect();
        prop_assert_eq!(mend(&text, &backwards, Which::Safe).text, whole.text);
    }
}
