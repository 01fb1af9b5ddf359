//! vCon (draft-ietf-vcon-vcon-core): a recorded conversation, as the IETF publishes its meetings, as a session.
//!
//! The parties take part, recordings and documents are resources. Addresses and numbers of people are private; what was said
//! (transcripts, messages) has no place in a session and is told.

use std::sync::Arc;

use super::feed::{Import, Item, Link, Programme, Someone, When, Words};
use super::{Format, ReadOptions, json};
use crate::diagnostic::Report;
use crate::doc::{Node, Value};
use crate::source::Source;
use crate::thesaurus::recognise_code;

pub static FORMAT: Format = Format {
    name: "vcon",
    about: "vCon: the record of a conversation, such as a recorded meeting",
    extensions: &["vcon"],
    media_types: &["application/vcon+json", "application/vcon"],
    sniff: looks_like_vcon,
    read: Some(read),
    statements: None,
    comments: None,
    write: None,
};

/// Whether a text is an object with what each vCon has.
fn looks_like_vcon(text: &str) -> bool {
    let is_key = |key: &str| {
        let quoted = format!("\"{key}\"");
        text.match_indices(&quoted).any(|(at, _)| text[at + quoted.len()..].trim_start().starts_with(':'))
    };
    text.trim_start().starts_with('{') && is_key("parties") && (is_key("vcon") || is_key("dialog") && is_key("uuid"))
}

/// What a vCon says that is read here, or that is about the file.
const SAID: &[&str] =
    &["uuid", "vcon", "subject", "parties", "dialog", "attachments", "created_at", "updated_at", "extensions"];

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let root = match json::parse(source.text(), &options.limits) {
        Ok(root) => root,
        Err(fault) => {
            report.push(fault.finding(source));
            return Vec::new();
        }
    };
    let programme = Programme { span: root.head(), ..Programme::default() };
    let mut import = Import::new(source, &programme, options, report);
    let record = session(&root, &mut import);
    import.finish();
    record.into_iter().collect()
}

fn session<'s>(root: &Node<'s>, import: &mut Import<'s, '_>) -> Option<Node<'s>> {
    let Some(title) = words(root, "subject") else {
        let source = import.source();
        import.report().leave("event", source, root.head(), "it has no subject");
        return None;
    };
    let dialogs = root.get("dialog").map_or(&[][..], Node::items);
    let start = dialogs.iter().find_map(|dialog| words(dialog, "start")).or_else(|| told(root, "start_time"));
    let item = Item {
        span: root.span,
        guid: words(root, "uuid"),
        title: Some(title),
        start: start.and_then(|words| When::read(&words)),
        duration: dialogs
            .iter()
            .find_map(|dialog| length(words(dialog, "duration")?))
            .or_else(|| length(told(root, "duration_seconds")?)),
        room: told(root, "room"),
        people: root
            .get("parties")
            .map_or(&[][..], Node::items)
            .iter()
            .filter_map(|party| someone(party, import))
            .collect(),
        links: links(root, dialogs, import),
        modified: words(root, "updated_at").and_then(|words| When::read(&words)),
        ..Item::default()
    };
    for member in root.as_object().unwrap_or_default() {
        let is_empty =
            member.node.items().is_empty() || matches!(&member.node.value, Value::Object(inner) if inner.is_empty());
        if !SAID.contains(&&*member.key) && !is_empty {
            let words = Words { text: "what was said or found out".into(), span: member.key_span };
            import.lose("event", member.key.clone(), &words);
        }
    }
    Some(import.session(&item))
}

/// The text of a member.
fn words<'s>(node: &Node<'s>, key: &str) -> Option<Words<'s>> {
    let node = node.get(key)?;
    match &node.value {
        Value::String(text) | Value::Number(text) => Words::new(text.clone(), node.span),
        _ => None,
    }
}

/// Minutes, of seconds.
fn length(words: Words<'_>) -> Option<(u32, Words<'_>)> {
    let seconds: f64 = words.text.parse().ok()?;
    let minutes = (1..6000).find(|minutes| f64::from(*minutes) * 60.0 >= seconds)?;
    Some((minutes, words))
}

fn someone<'s>(party: &Node<'s>, import: &mut Import<'s, '_>) -> Option<Someone<'s>> {
    let Some(name) = words(party, "name") else {
        let source = import.source();
        import.report().leave("person", source, party.head(), "the party has no name");
        return None;
    };
    let says = |text: &'static str| Words::new(text.into(), name.span);
    let role = match words(party, "role") {
        Some(role) if matches!(&*role.text, "attendee" | "contact" | "agent" | "customer") => says("participant"),
        Some(role) => Some(role),
        None => says("participant"),
    };
    for member in party.as_object().unwrap_or_default() {
        // Ways to reach somebody are not shown.
        if !["name", "role", "mailto", "meta", "uuid"].contains(&&*member.key) {
            import.lose("person", member.key.clone(), &Words { text: "not shown".into(), span: member.key_span });
        }
    }
    Some(Someone { span: party.span, role, email: words(party, "mailto"), ..Someone::named(name) })
}

/// What an attachment says: of itself, or in its body.
fn about<'n, 's>(attachment: &'n Node<'s>) -> &'n Node<'s> {
    attachment.get("body").filter(|body| body.as_object().is_some()).unwrap_or(attachment)
}

/// What an attachment says of the meeting, as a fallback for what dialogs do not.
fn told<'s>(root: &Node<'s>, key: &str) -> Option<Words<'s>> {
    root.get("attachments")?.items().iter().find_map(|attachment| words(about(attachment), key))
}

/// Recordings, and documents with an address.
fn links<'s>(root: &Node<'s>, dialogs: &[Node<'s>], import: &mut Import<'s, '_>) -> Vec<Link<'s>> {
    let mut links = Vec::new();
    for dialog in dialogs {
        let is_recording =
            words(dialog, "type").is_some_and(|kind| matches!(&*kind.text, "video" | "recording" | "audio"));
        match words(dialog, "url") {
            Some(url) if is_recording => {
                links.push(Link { span: dialog.span, kind: Some("recording"), is_file: true, url, title: None });
            }
            _ => import.lose("event", "dialog", &Words { text: "what was said".into(), span: dialog.head() }),
        }
    }
    for attachment in root.get("attachments").map_or(&[][..], Node::items) {
        let purpose = words(attachment, "purpose").or_else(|| words(attachment, "type"));
        let about = about(attachment);
        let Some(url) = words(about, "url") else {
            let is_read = about.get("start_time").is_some() || about.get("room").is_some();
            let name = purpose.map_or("attachment".into(), |words| words.text);
            if !is_read {
                import.lose("attachment", name, &Words { text: "it has no address".into(), span: attachment.head() });
            }
            continue;
        };
        let kind = purpose.as_ref().and_then(|purpose| recognise_code("resource-kind", &purpose.text));
        let title = words(about, "title").or_else(|| words(about, "filename")).or(purpose);
        links.push(Link {
            span: attachment.span,
            kind: kind.map(|kind| kind.code.as_str()),
            is_file: true,
            title,
            url,
        });
    }
    links
}
