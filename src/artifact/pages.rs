//! The pages of the checks, and their index.

use std::fmt::Write;

use super::Page;
use crate::check::messages::messages;
use crate::check::{CHECKS, Check};

/// One page for each check, and the index, as Markdown.
pub(super) fn pages() -> Vec<Page> {
    let index = Page { path: "docs/checks/README.md".to_owned(), text: index() };
    let of_check = |check: &&Check| Page { path: format!("docs/checks/{}.md", check.id), text: page(check) };
    std::iter::once(index).chain(CHECKS.iter().map(of_check)).collect()
}

/// The page of a check: what its author says of it, and every message that it is known to give.
#[must_use]
pub fn page(check: &Check) -> String {
    let mut text = format!("# {} ({})\n\n{}", check.id, check.severity, check.page().trim_end());
    let samples = messages(check.id);
    if !samples.is_empty() {
        text += "\n\n## Messages\n";
    }
    for sample in samples {
        let _ = write!(text, "\n- {}", sample.message);
        if let Some(help) = &sample.help {
            let _ = write!(text, "  \n  help: {}", help.replace('\n', "\n  "));
        }
    }
    text + "\n"
}

fn index() -> String {
    let mut text = "# Checks\n\nEverything that `plenary validate` can find. Generated; `plenary explain ID` prints the same pages.\n".to_owned();
    let mut family = "";
    for check in CHECKS {
        if check.family() != family {
            family = check.family();
            let _ = write!(text, "\n## {family}\n\n| check | severity | finds |\n|---|---|---|\n");
        }
        let summary = check.summary().replace('|', "\\|");
        let _ = writeln!(text, "| [{0}]({0}.md) | {1} | {summary} |", check.id, check.severity);
    }
    text
}
