//! `plenary explain`: the page of a check, or the list of all.

use std::io::{self, Write};

use crate::artifact::pages::page;
use crate::check::{self, CHECKS};
use crate::diagnostic::Error;
use crate::lookup::near::nearest;

/// Prints one page, or an index.
pub(super) fn run(id: Option<&str>) -> Result<u8, Error> {
    let Some(id) = id else { return super::printed(index) };
    let check = check::by_id(id).ok_or_else(|| unknown(id))?;
    super::printed(|out| out.write_all(page(check).as_bytes()).map(|()| true))
}

fn index(out: &mut dyn Write) -> io::Result<bool> {
    for check in CHECKS {
        writeln!(out, "{:<32} {:<8} {}", check.id, check.severity.name(), check.summary())?;
    }
    Ok(true)
}

fn unknown(id: &str) -> Error {
    let family = id.split('/').next().unwrap_or(id);
    let known: Vec<&str> = CHECKS.iter().filter(|check| check.family() == family).map(|check| check.id).collect();
    let help = match nearest(id, CHECKS.iter().map(|check| check.id)) {
        Some(near) => format!("did you mean {near}?"),
        None if known.is_empty() => "plenary explain lists them".to_owned(),
        None => format!("there are {}", known.join(", ")),
    };
    Error::usage(format!("there is no check {id}")).help(help)
}
