//! `plenary explain`: the page of a check, or the list of all.

use std::io::{self, Write};

use crate::artifact::pages::page;
use crate::check::{self, CHECKS};

/// Prints one page, or an index. False where there is no such check.
pub(super) fn run(id: Option<&str>, out: &mut dyn Write) -> io::Result<bool> {
    let Some(id) = id else {
        for check in CHECKS {
            writeln!(out, "{:<32} {:<8} {}", check.id, check.severity.name(), check.summary())?;
        }
        return Ok(true);
    };
    match check::by_id(id) {
        Some(check) => out.write_all(page(check).as_bytes()).map(|()| true),
        None => {
            let family = id.split('/').next().unwrap_or(id);
            let near = CHECKS.iter().filter(|check| check.family() == family);
            writeln!(out, "there is no check {id}; see `plenary explain`")?;
            near.into_iter().try_for_each(|known| writeln!(out, "  {}", known.id))?;
            Ok(false)
        }
    }
}
