//! Checks of codes that are valid by their form: a forum's own that its scheme lacks, those that a profile excludes.

use crate::check::{Run, Scope, StringAt, check, replacing};
use crate::diagnostic::Report;
use crate::model::Scheme;
use crate::shape::Kind;
use crate::thesaurus::{self, Concept};
use crate::vocab::plenary;

check! {
    /// ## What it finds
    /// A forum's own code that is not in the forum's scheme as it is known here, where that scheme is known.
    ///
    /// ## Why it matters
    /// Any code of the form is valid, since forums make new ones; but one that is not known has no label and no link to
    /// the codes of other forums, and may be a slip.
    ///
    /// ## Example
    /// Bad: `"sessionType": "igf/open-forums"`
    ///
    /// Good: `"sessionType": "igf/open-forum"`
    ///
    /// ## How to mend
    /// Write the known code if it is meant. A new code of the forum may stand; it can be added to the file in `vocab/`.
    FORUM_CODE_UNKNOWN = "vocabulary/forum-code-unknown", Note, Run::String(forum_code_unknown)
}

check! {
    /// ## What it finds
    /// A code that is valid, but not one of those that the profile allows in its field.
    ///
    /// ## Why it matters
    /// A forum uses some of the codes of a list only; another one is mostly a choice from the wrong programme.
    ///
    /// ## Example
    /// Bad: `"sessionType": "talk"`, where the profile allows `workshop` and `open-forum`.
    ///
    /// Good: `"sessionType": "workshop"`
    ///
    /// ## How to mend
    /// Write one of the codes that the finding lists, or allow the code in the profile.
    NOT_ALLOWED = "vocabulary/not-allowed", Warning, Run::String(not_allowed)
}

/// The name of the file in `vocab/` that a list's codes are from.
fn file_of(scheme: &Scheme) -> Option<&'static str> {
    Some(scheme.base()?.strip_prefix(plenary::NS)?.trim_end_matches('/'))
}

fn forum_code_unknown(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Kind::Code(scheme) = &string.field.kind else { return };
    let Some((forum, _)) = string.text.split_once('/').filter(|_| !string.text.contains(':')) else { return };
    let concepts = file_of(scheme).map_or(&[][..], thesaurus::scheme);
    let own = |concept: &&Concept| concept.code.strip_prefix(forum).is_some_and(|rest| rest.starts_with('/'));
    let mut nearest: Option<(f64, &Concept)> = None;
    for concept in concepts.iter().filter(own) {
        if concept.code == string.text {
            return;
        }
        let like = strsim::normalized_damerau_levenshtein(&concept.code, string.text);
        if nearest.is_none_or(|(best, _)| like > best) {
            nearest = Some((like, concept));
        }
    }
    let Some((like, concept)) = nearest else { return };
    let message = format!("\"{}\" is not among the known codes of {forum}", string.text);
    let finding = scope.finding(&FORUM_CODE_UNKNOWN, string.span, string.path, message);
    let near = format!("\"{}\" ({})", concept.code, concept.label());
    report.push(if like >= 0.8 {
        let replacement = scope.in_place_of(string.span, string.text, &concept.code);
        replacing(finding.help(format!("did you mean {near}?")), replacement)
    } else {
        finding.help(format!("it may stand if it is new; the nearest known one is {near}"))
    });
}

fn not_allowed(scope: &Scope, string: &StringAt, report: &mut Report) {
    let allowed = &scope.profile.allowed;
    if allowed.is_empty() {
        return;
    }
    let Kind::Code(scheme) = &string.field.kind else { return };
    let Some(codes) = allowed.get(&format!("{}.{}", scope.class.name, string.field.name)) else { return };
    let code = scheme.canonical(string.text);
    if codes.iter().any(|allowed| *allowed == code) {
        return;
    }
    let message = format!("the profile does not allow \"{}\" here", string.text);
    let finding = scope.finding(&NOT_ALLOWED, string.span, string.path, message);
    report.push(finding.help(format!("write one of {}", codes.join(", "))));
}
