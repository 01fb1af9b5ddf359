//! Checks of language tags (BCP 47): whether they are registered, current and in their usual case.

use super::{Run, Scope, check, mending, replacing};
use crate::diagnostic::Report;
use crate::doc::{Member, Node, Path};
use crate::model::value::is_map_key;
use crate::rdf::resolve::canonical_tag;
use crate::shape::Kind;
use crate::source::Span;

mod codes;
mod tag;

check! {
    /// ## What it finds
    /// A language tag whose first part names no language, or whose region is `UK`. Three-letter codes are taken as they
    /// are, except those of languages that have a two-letter code: BCP 47 knows only the shorter one.
    ///
    /// ## Why it matters
    /// Browsers, screen readers and search engines do not know what language the text is in, and two spellings of one
    /// language never match.
    ///
    /// ## Example
    /// Bad: `"languages": ["eng", "jp"]`, `"title": {"english": "Opening"}`
    ///
    /// Good: `"languages": ["en", "ja"]`, `"title": {"en": "Opening"}`
    ///
    /// ## How to mend
    /// Write the two-letter code of the language, or its three-letter code if it has no other. Codes of countries are
    /// other codes: Japanese is `ja`, Japan is `JP`.
    UNREGISTERED = "language/unregistered", Warning, Run::Fields(&[], unregistered)
}

check! {
    /// ## What it finds
    /// A language tag whose letters are not in the usual case: language small, script with a capital, region in
    /// capitals.
    ///
    /// ## Why it matters
    /// Tags are equal whatever their case, but programs that compare strings do not know that.
    ///
    /// ## Example
    /// Bad: `"languages": ["EN", "pt-br"]`
    ///
    /// Good: `"languages": ["en", "pt-BR"]`
    ///
    /// ## How to mend
    /// Write the tag as the finding says.
    CASE = "language/case", Note, Run::Fields(&[], case)
}

check! {
    /// ## What it finds
    /// A language tag that was replaced by another one, such as `iw` (now `he`), `in` (now `id`) or `sh`.
    ///
    /// ## Why it matters
    /// New programs look for the new code only.
    ///
    /// ## Example
    /// Bad: `"languages": ["iw"]`
    ///
    /// Good: `"languages": ["he"]`
    ///
    /// ## How to mend
    /// Write the new code. `sh` has three successors: `sr-Latn`, `hr` and `bs`.
    DEPRECATED = "language/deprecated", Warning, Run::Fields(&[], deprecated)
}

/// A language tag and where it stands.
struct Tag<'a> {
    text: &'a str,
    span: Span,
    path: Path<'a>,
    /// The other keys of the text, where the tag is a key.
    others: &'a [Member<'a>],
}

impl Tag<'_> {
    /// How another tag is written in the place of this one; none where another key says the same already.
    fn replacement(&self, scope: &Scope, right: &str) -> Option<String> {
        let is_other = |member: &&Member| member.key_span != self.span;
        let is_taken = self.others.iter().filter(is_other).any(|member| tag::settled(&member.key) == right);
        scope.in_place_of(self.span, self.text, right).filter(|_| !is_taken)
    }
}

/// Calls `visit` with every language tag of a node: values of language fields and keys of text by language.
fn tags(scope: &Scope, mut visit: impl FnMut(Tag)) {
    for member in scope.node.as_object().unwrap_or_default() {
        let path = scope.path.key(&member.key);
        match scope.class.field(&member.key).map(|field| &field.kind) {
            Some(Kind::Scalar(scalar)) if scalar.name == "Language" => values(&member.node, &path, &mut visit),
            Some(Kind::Text | Kind::Texts) => keys(&member.node, &path, &mut visit),
            _ => {}
        }
    }
}

fn values(node: &Node, path: &Path, visit: &mut impl FnMut(Tag)) {
    let single = node.as_array().is_none();
    for (at, item) in node.items().iter().enumerate() {
        let path = if single { *path } else { path.index(at) };
        if let Some(text) = item.as_str() {
            visit(Tag { text, span: item.span, path, others: &[] });
        }
    }
}

fn keys(node: &Node, path: &Path, visit: &mut impl FnMut(Tag)) {
    let others = node.as_object().unwrap_or_default();
    for member in others {
        if member.key != "@none" && is_map_key(&member.key) {
            visit(Tag { text: &member.key, span: member.key_span, path: path.key(&member.key), others });
        }
    }
}

fn unregistered(scope: &Scope, report: &mut Report) {
    tags(scope, |tag| {
        let Some((message, right)) = tag::fault(tag.text) else { return };
        let finding = scope.finding(&UNREGISTERED, tag.span, &tag.path, message).label("not a registered language");
        report.push(match right {
            Some(right) => {
                let finding = finding.help(format!("write \"{}\"", right.tag));
                let replacement = tag.replacement(scope, &right.tag);
                if right.is_certain { mending(finding, replacement) } else { replacing(finding, replacement) }
            }
            None => finding.help("write a two-letter code such as \"en\", or the three-letter code of ISO 639-3"),
        });
    });
}

fn deprecated(scope: &Scope, report: &mut Report) {
    tags(scope, |tag| {
        let Some(new) = tag::successor(&tag.text.to_ascii_lowercase()) else { return };
        let message = format!("the language tag \"{}\" is deprecated", tag.text);
        let finding = scope.finding(&DEPRECATED, tag.span, &tag.path, message);
        report.push(if new.starts_with("sr-Latn") {
            finding.help("write \"sr-Latn\" (Serbian), \"hr\" (Croatian) or \"bs\" (Bosnian)")
        } else {
            let finding = finding.help(format!("write \"{new}\""));
            mending(finding, tag.replacement(scope, &new))
        });
    });
}

fn case(scope: &Scope, report: &mut Report) {
    tags(scope, |tag| {
        let right = canonical_tag(tag.text);
        if right == tag.text || tag::fault(tag.text).is_some() || tag::is_deprecated(&tag.text.to_ascii_lowercase()) {
            return;
        }
        let message = format!("\"{}\" is usually written \"{right}\"", tag.text);
        let finding = scope.finding(&CASE, tag.span, &tag.path, message).help(format!("write \"{right}\""));
        report.push(mending(finding, tag.replacement(scope, &right)));
    });
}
