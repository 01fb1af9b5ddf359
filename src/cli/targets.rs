//! The files that a command writes: none of them twice, and none over what is read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::Error;

/// A file to write, after the flag that asks for it.
pub(super) type Target<'p> = (&'static str, &'p Path);

/// The name of standard output.
pub(super) const STDOUT: &str = "-";

/// The files that flags ask for.
pub(super) fn asked<'p>(
    files: impl IntoIterator<Item = (&'static str, &'p Option<PathBuf>)>,
) -> impl Iterator<Item = Target<'p>> {
    files.into_iter().filter_map(|(flag, path)| Some((flag, path.as_deref()?)))
}

/// One file cannot take two outputs.
///
/// # Errors
/// When two targets are one file, however it is written.
pub(super) fn refuse_twice(targets: &[Target]) -> Result<(), Error> {
    let mut known: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for (flag, path) in targets.iter().filter(|(_, path)| is_replaced(path)) {
        if let Some(other) = known.insert(real(path), flag) {
            let flags = if other == *flag { other.to_owned() } else { format!("{other} and {flag}") };
            let message = format!("{} would be written twice, by {flags}", shown(path));
            return Err(Error::usage(message).help("name a file for each of them"));
        }
    }
    Ok(())
}

/// What is read is not to be lost.
///
/// # Errors
/// When a target is one of the files that are read.
pub(super) fn refuse_over<'r>(targets: &[Target], read: impl IntoIterator<Item = &'r Path>) -> Result<(), Error> {
    let files = targets.iter().filter(|(_, path)| *path != Path::new(STDOUT) && is_replaced(path));
    let targets: BTreeMap<PathBuf, &str> = files.map(|(flag, path)| (real(path), *flag)).collect();
    for path in read {
        if let Some(flag) = targets.get(&real(path)) {
            let message = format!("{} is read, and {flag} would write over it", path.display());
            return Err(Error::usage(message).help(format!("name another file with {flag}")));
        }
    }
    Ok(())
}

/// Whether writing puts something else in the place of what is there: devices and pipes stay what they are.
fn is_replaced(path: &Path) -> bool {
    path == Path::new(STDOUT) || path.metadata().map_or(true, |about| about.is_file())
}

fn shown(path: &Path) -> String {
    if path == Path::new(STDOUT) { "standard output".to_owned() } else { path.display().to_string() }
}

/// The one path of a file, so that two ways to write it are equal. Of a file that is not there yet, the folder counts.
pub(super) fn real(path: &Path) -> PathBuf {
    let in_folder = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    fs::canonicalize(path).ok().or_else(in_folder).unwrap_or_else(|| path.to_path_buf())
}
