//! `plenary schema` and `plenary formats`: what is generated from the model, and the table of formats.

use std::io::{self, Write};

use crate::artifact::ARTIFACTS;
use crate::diagnostic::Error;
use crate::format::FORMATS;

/// Prints a generated file by its name or path, or lists them.
pub(super) fn run(name: Option<&str>) -> Result<u8, Error> {
    let Some(name) = name else { return super::printed(index) };
    let fits = |path: &str| {
        let file = path.rsplit('/').next().unwrap_or(path);
        path == name || file == name || file.split('.').next() == Some(name)
    };
    let unknown = || Error::usage(format!("there is no generated file {name}")).help("plenary schema lists them");
    let artifact = ARTIFACTS.iter().find(|artifact| fits(artifact.path)).ok_or_else(unknown)?;
    super::printed(|out| out.write_all((artifact.make)().as_bytes()).map(|()| true))
}

fn index(out: &mut dyn Write) -> io::Result<bool> {
    for artifact in ARTIFACTS {
        writeln!(out, "{:<36} {}", artifact.path, artifact.about)?;
    }
    Ok(true)
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
