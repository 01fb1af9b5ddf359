//! `plenary explain`: the page of a check, or the list of all.

use std::io::{self, Write};

use crate::check::{self, CHECKS};

/// Prints one page, or an index. False where there is no such check.
pub(super) fn run(id: Option<&str>, out: &mut dyn Write) -> io::Result<bool> {
    let Some(id) = id else {
        for check in CHECKS {
            writeln!(out, "{:<32} {:<8} {}", check.id, check.severity.name(), summary(check.about))?;
        }
        return Ok(true);
    };
    match check::by_id(id) {
        Some(check) => {
            writeln!(out, "# {} ({})\n", check.id, check.severity)?;
            writeln!(out, "{}", check.page().trim_end())?;
            Ok(true)
        }
        None => {
            let family = id.split('/').next().unwrap_or(id);
            let near: Vec<&str> =
                CHECKS.iter().map(|check| check.id).filter(|known| known.starts_with(family)).collect();
            writeln!(out, "there is no check {id}; see `plenary explain`")?;
            near.iter().try_for_each(|known| writeln!(out, "  {known}"))?;
            Ok(false)
        }
    }
}

/// The first sentence of a page that is not a heading.
fn summary(about: &str) -> &str {
    about.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
}
