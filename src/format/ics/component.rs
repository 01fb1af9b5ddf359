//! Components of a calendar: what stands between `BEGIN` and `END`.

use std::sync::Arc;

use super::line::{Line, lines};
use crate::diagnostic::Report;
use crate::format::Syntax;
use crate::source::{Source, Span};

/// An event, a time zone, or the calendar around them.
#[derive(Debug)]
pub(super) struct Component<'s> {
    /// In upper case.
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) lines: Vec<Line<'s>>,
    pub(super) inside: Vec<Component<'s>>,
}

impl<'s> Component<'s> {
    fn new(name: String, span: Span) -> Self {
        Self { name, span, lines: Vec::new(), inside: Vec::new() }
    }

    /// The first property of a name that says something.
    pub(super) fn get(&self, name: &str) -> Option<&Line<'s>> {
        self.lines.iter().find(|line| line.name == name && !line.value.is_empty())
    }

    pub(super) fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Line<'s>> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

/// The outermost components of a text. Lines that are none, and ends that fit nothing, are told.
pub(super) fn components<'s>(source: &'s Arc<Source>, depth: usize, report: &mut Report) -> Vec<Component<'s>> {
    let mut done = Vec::new();
    let mut open: Vec<Component<'s>> = Vec::new();
    for line in lines(source.text()) {
        let line = match line {
            Ok(line) => line,
            Err(span) => {
                let fault = Syntax::new(span, "this is no line of a calendar");
                report.push(
                    fault
                        .help("write NAME:value, and begin with a space what goes on from the line before")
                        .finding(source),
                );
                continue;
            }
        };
        let name = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" if open.len() >= depth => {
                report.push(Syntax::too_deep(line.whole, depth).finding(source));
                return done;
            }
            "BEGIN" => open.push(Component::new(name, line.whole)),
            "END" => end(&name, &line, &mut open, &mut done, source, report),
            _ => match open.last_mut() {
                Some(inner) => inner.lines.push(line),
                None => {
                    let fault = Syntax::new(line.whole, "this line is in no component");
                    report.push(fault.help("write it between BEGIN and END").finding(source));
                }
            },
        }
    }
    while let Some(unclosed) = open.pop() {
        let fault = Syntax::new(unclosed.span, format!("BEGIN:{} has no end", unclosed.name));
        report.push(fault.help(format!("write END:{}", unclosed.name)).finding(source));
        close(unclosed, &mut open, &mut done);
    }
    done
}

/// Ends the innermost component of a name, and those that were left open inside it.
fn end<'s>(
    name: &str,
    line: &Line<'s>,
    open: &mut Vec<Component<'s>>,
    done: &mut Vec<Component<'s>>,
    source: &'s Arc<Source>,
    report: &mut Report,
) {
    let Some(at) = open.iter().rposition(|component| component.name == name) else {
        let fault = Syntax::new(line.whole, format!("END:{name} ends nothing"));
        report.push(fault.help("take the line out").finding(source));
        return;
    };
    while open.len() > at {
        let Some(mut component) = open.pop() else { return };
        if component.name != name {
            let fault = Syntax::new(component.span, format!("BEGIN:{} has no end", component.name));
            report.push(fault.help(format!("write END:{} before END:{name}", component.name)).finding(source));
        }
        component.span = Span::new(component.span.start as usize, line.whole.end as usize);
        close(component, open, done);
    }
}

fn close<'s>(component: Component<'s>, open: &mut [Component<'s>], done: &mut Vec<Component<'s>>) {
    match open.last_mut() {
        Some(outer) => outer.inside.push(component),
        None => done.push(component),
    }
}
