//! Checks of controlled values that are valid, but probably not what was meant.

use super::{Run, Scope, StringAt, check, mending};
use crate::diagnostic::Report;
use crate::model::topic::TOPIC;
use crate::shape::Kind;

pub mod code;
pub mod topics;

check! {
    /// ## What it finds
    /// A topic that is a whole section of the Geneva Plan of Action (`wsis:C`, `wsis:D`, `wsis:D1`, `wsis:D2`,
    /// `wsis:E`, `wsis:F`) and not one of its eleven action lines.
    ///
    /// ## Why it matters
    /// Programmes count and filter sessions by the eleven action lines; a session under a section is found in none of
    /// them. Some forms number the sections on after the eleven lines ("Action Line 15"), which is an alias of their own.
    ///
    /// ## Example
    /// Bad: `"relatedTo": ["wsis:C"]`
    ///
    /// Good: `"relatedTo": ["wsis:C11"]`
    ///
    /// ## How to mend
    /// Write the action line that the session is about, `wsis:C1` to `wsis:C11`. If the section itself is meant, keep
    /// it; the code is valid.
    ALIAS_SECTION = "vocabulary/alias-section", Warning, Run::String(alias_section)
}

check! {
    /// ## What it finds
    /// A topic that is written as the IRI of a code which the data could name shortly.
    ///
    /// ## Why it matters
    /// Nothing is wrong; but two spellings of one topic in a file make it hard to search and compare.
    ///
    /// ## Example
    /// Bad: `"relatedTo": ["https://metadata.un.org/sdg/17"]`
    ///
    /// Good: `"relatedTo": ["sdg:17"]`
    ///
    /// ## How to mend
    /// Write the code as the finding says. `plenary convert --normalize` does it everywhere.
    TOPIC_AS_IRI = "vocabulary/topic-as-iri", Note, Run::String(topic_as_iri)
}

/// The text of a topic.
fn topic<'t>(string: &StringAt<'t>) -> Option<&'t str> {
    match &string.field.kind {
        Kind::Code(scheme) if scheme.name == TOPIC.name => Some(string.text),
        _ => None,
    }
}

/// The section that a code of the Geneva Plan of Action is, unless it is an action line or a part of one.
fn section(code: &str) -> Option<&'static str> {
    let set = TOPIC.sets.iter().find(|set| set.prefix == "wsis:")?;
    let local = code.strip_prefix(set.prefix)?;
    let is_line = local.strip_prefix('C').is_some_and(|number| !number.is_empty());
    set.row(local).filter(|_| !is_line).map(|row| row.label.as_ref())
}

fn alias_section(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(text) = topic(string) else { return };
    let code = TOPIC.canonical(text);
    let Some(label) = section(&code) else { return };
    let message =
        format!("{code} ({label}) is a section of the Geneva Plan of Action, not one of the eleven action lines");
    let finding = scope.finding(&ALIAS_SECTION, string.span, string.path, message);
    report.push(
        finding.label("a section").help("write the action line, wsis:C1 to wsis:C11; keep it if the section is meant"),
    );
}

fn topic_as_iri(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(text) = topic(string).filter(|text| text.contains("://")) else { return };
    let code = TOPIC.canonical(text);
    if code.contains("://") {
        return;
    }
    let message = format!("this topic has the code {code}");
    let finding = scope.finding(&TOPIC_AS_IRI, string.span, string.path, message).help(format!("write \"{code}\""));
    report.push(mending(finding, scope.in_place_of(string.span, text, &code)));
}
