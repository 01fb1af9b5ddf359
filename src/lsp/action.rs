//! Code actions: the mend of a finding, and all safe mends at once.

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use super::diagnostics::protocol;
use super::document::Document;
use super::position::Encoding;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place};
use crate::suppress;

/// Puts in all safe mends of a file; editors can run it on saving.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.plenary");

/// What can be done about the findings in a range.
#[must_use]
pub fn actions(
    document: &Document,
    findings: &[Diagnostic],
    params: &CodeActionParams,
    encoding: Encoding,
) -> Vec<CodeActionOrCommand> {
    let wanted = |kind: &CodeActionKind| match &params.context.only {
        Some(only) => only.iter().any(|only| is_kind_of(kind.as_str(), only.as_str())),
        None => true,
    };
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        actions.extend(findings.iter().filter_map(|finding| quick_fix(finding, document, params.range, encoding)));
        actions.extend(findings.iter().filter_map(|finding| suppress(finding, document, params.range, encoding)));
    }
    if wanted(&FIX_ALL) {
        actions.extend(fix_all(document, findings, encoding));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a kind is another one or a part of it: `source.fixAll.plenary` is of the kind `source`.
fn is_kind_of(kind: &str, other: &str) -> bool {
    kind.strip_prefix(other).is_some_and(|rest| other.is_empty() || rest.is_empty() || rest.starts_with('.'))
}

/// A finding as the editor shows it, if it touches a range.
fn shown(finding: &Diagnostic, document: &Document, range: Range, encoding: Encoding) -> Option<lsp_types::Diagnostic> {
    let shown = protocol(finding, document, encoding);
    (shown.range.end >= range.start && range.end >= shown.range.start).then_some(shown)
}

fn quick_fix(finding: &Diagnostic, document: &Document, range: Range, encoding: Encoding) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let shown = shown(finding, document, range, encoding)?;
    Some(CodeAction {
        title: title(finding, fix),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown]),
        edit: Some(workspace_edit(document, &edits(finding, fix, document), encoding)),
        is_preferred: Some(fix.safe),
        ..CodeAction::default()
    })
}

/// A comment that suppresses a finding where it stands.
fn suppress(finding: &Diagnostic, document: &Document, range: Range, encoding: Encoding) -> Option<CodeAction> {
    let shown = shown(finding, document, range, encoding)?;
    let edit = suppress::here(&document.source, document.format, finding)?;
    Some(CodeAction {
        title: format!("suppress {} here", finding.id),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown]),
        edit: Some(workspace_edit(document, &[edit], encoding)),
        ..CodeAction::default()
    })
}

fn title(finding: &Diagnostic, fix: &Fix) -> String {
    match (finding.replacement_text(), fix.edits.as_slice()) {
        (Some(text), _) if !text.contains('\n') => format!("replace with {}", text.trim()),
        (_, [Edit { text, span }]) if text.is_empty() && span.start < span.end => "remove it".to_owned(),
        _ => finding.help.clone().unwrap_or_else(|| format!("mend {}", finding.id)),
    }
}

fn fix_all(document: &Document, findings: &[Diagnostic], encoding: Encoding) -> Option<CodeAction> {
    let mut all: Vec<Edit> = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) else { continue };
        let new = edits(finding, fix, document);
        // Of two mends of one place the first counts; the other one is offered again after it.
        if !new.iter().any(|edit| all.iter().any(|other| overlap(edit, other))) {
            all.extend(new);
        }
    }
    all.sort_by_key(|edit| edit.span);
    (!all.is_empty()).then(|| CodeAction {
        title: "apply all safe mends of plenary".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(workspace_edit(document, &all, encoding)),
        ..CodeAction::default()
    })
}

fn overlap(left: &Edit, right: &Edit) -> bool {
    left.span == right.span || (left.span.start < right.span.end && right.span.start < left.span.end)
}

/// The edits of a fix with their places in the whole text.
fn edits(finding: &Diagnostic, fix: &Fix, document: &Document) -> Vec<Edit> {
    let Place::Span(source, _) = &finding.place else { return Vec::new() };
    let edit = |edit: &Edit| Edit { span: document.span(source, edit.span), text: edit.text.clone() };
    fix.edits.iter().map(edit).collect()
}

fn workspace_edit(document: &Document, edits: &[Edit], encoding: Encoding) -> WorkspaceEdit {
    let text_edit =
        |edit: &Edit| OneOf::Left(TextEdit::new(encoding.range(&document.source, edit.span), edit.text.clone()));
    let change = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: document.uri.clone(),
            version: Some(document.version),
        },
        edits: edits.iter().map(text_edit).collect(),
    };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![change])), ..WorkspaceEdit::default() }
}
