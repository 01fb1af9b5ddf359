//! `plenary schema` and `plenary formats`: what is generated from the model, and the table of formats.

use std::io::{self, Write};

use crate::artifact::ARTIFACTS;
use crate::format::FORMATS;

/// Prints a generated file by its name or path, or lists them. False where there is no such file.
pub(super) fn run(name: Option<&str>, out: &mut dyn Write) -> io::Result<bool> {
    let Some(name) = name else {
        for artifact in ARTIFACTS {
            writeln!(out, "{:<36} {}", artifact.path, artifact.about)?;
        }
        return Ok(true);
    };
    let fits = |path: &str| {
        let file = path.rsplit('/').next().unwrap_or(path);
        path == name || file == name || file.split('.').next() == Some(name)
    };
    match ARTIFACTS.iter().find(|artifact| fits(artifact.path)) {
        Some(artifact) => out.write_all((artifact.make)().as_bytes()).map(|()| true),
        None => writeln!(out, "there is no file {name}; see `plenary schema`").map(|()| false),
    }
}

/// Prints the table of formats.
pub(super) fn formats(out: &mut dyn Write) -> io::Result<bool> {
    for format in FORMATS {
        let ways = match (&format.read, &format.write) {
            (Some(_), Some(_)) => "read, write",
            (Some(_), None) => "read",
            _ => "write",
        };
        writeln!(out, "{:<10} {:<12} {:<18} {}", format.name, ways, format.extensions.join(", "), format.about)?;
    }
    Ok(true)
}
