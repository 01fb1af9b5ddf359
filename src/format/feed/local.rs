//! Local times in records that were read without regard to zones.

use std::sync::Arc;

use super::moment::{When, Zone, date};
use super::{ReadOptions, Words};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Member, Node, Value};
use crate::model::grammar;
use crate::source::Source;

/// Gives the sessions' local times the zone of the options. Without one they are left out, and that is told.
pub fn in_zone<'s>(records: &mut [Node<'s>], source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) {
    let mut zone = Zone::of(None, options.timezone.as_deref(), source, report);
    for record in records {
        walk(record, &mut zone, source, report);
    }
    zone.tell(source, report);
}

fn walk<'s>(node: &mut Node<'s>, zone: &mut Zone, source: &'s Arc<Source>, report: &mut Report) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, zone, source, report)),
        Value::Object(members) => {
            let is_session =
                members.iter().any(|member| member.key == "type" && member.node.as_str() == Some("Session"));
            if is_session {
                let mut settled = None;
                members.retain_mut(|member| {
                    let is_time = matches!(&*member.key, "start" | "end");
                    let was_local = is_time && member.node.as_str().is_some_and(|text| !grammar::is_moment(text));
                    let stays = !is_time || settle(&mut member.node, zone, source, report);
                    settled = settled.or((was_local && stays).then_some(member.node.span));
                    stays
                });
                let says_zone = members.iter().any(|member| member.key == "timeZone");
                if let Some(((name, _), span)) = zone.name().zip(settled).filter(|_| !says_zone) {
                    let node = Node::string(name, span);
                    members.push(Member { key: "timeZone".into(), key_span: span, node });
                }
            }
            for member in members {
                walk(&mut member.node, zone, source, report);
            }
        }
        _ => {}
    }
}

/// Makes a moment of a local time; false where there is no zone to do so.
fn settle<'s>(node: &mut Node<'s>, zone: &mut Zone, source: &'s Arc<Source>, report: &mut Report) -> bool {
    let Some(text) = node.as_str().filter(|text| !grammar::is_moment(text)).map(str::to_owned) else { return true };
    let words = Words { text: text.into(), span: node.span };
    let when = When::read(&words).or_else(|| {
        // A day alone begins at midnight.
        let day = date(&words).filter(|_| words.text.trim().len() == 10)?;
        let message = format!("{:?} is a day without a time; it was read as its beginning", words.text);
        let finding = Diagnostic::new("import/inferred", Severity::Note, source, node.span, message);
        report.push(finding.help("write the date with a time and its offset from UTC"));
        Some(When::of_local(day.to_datetime(jiff::civil::Time::midnight()), words.clone()))
    });
    // What is no time at all stays, for the structural check to find.
    let Some(when) = when else { return true };
    match zone.moment(&when) {
        Some(moment) => {
            node.value = Value::String(moment.into());
            true
        }
        None => false,
    }
}
