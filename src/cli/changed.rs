//! `--changed-since`: which files git says differ from a revision.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::diagnostic::Error;

/// The files that a repository's working tree has changed or added.
#[derive(Debug)]
pub(super) struct Changed(BTreeSet<PathBuf>);

impl Changed {
    /// Asks git what changed since the current branch left a revision: commits, uncommitted changes and new files that
    /// are not ignored.
    ///
    /// # Errors
    /// When there is no git, no repository, or no such revision.
    pub(super) fn since(revision: &str) -> Result<Self, Error> {
        let top = git(&["rev-parse", "--show-toplevel"])?;
        let top = Path::new(top.trim_end_matches(['\n', '\r']));
        let differ = git(&["diff", "--merge-base", "--name-only", "-z", "--diff-filter=d", revision, "--"])?;
        let new = git(&["ls-files", "--full-name", "--others", "--exclude-standard", "-z", ":/"])?;
        let names = differ.split('\0').chain(new.split('\0')).filter(|name| !name.is_empty());
        Ok(Self(names.map(|name| real(&top.join(name))).collect()))
    }

    /// Whether a file that findings name is one of them.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.0.contains(&real(Path::new(name)))
    }
}

/// The one path of a file, so that two ways to write it are equal; as written where there is no such file.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn git(arguments: &[&str]) -> Result<String, Error> {
    let output = Command::new("git").args(arguments).output();
    let output = output.map_err(|error| Error::usage(format!("--changed-since needs git: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let reason = told.lines().next().unwrap_or("it failed");
    Err(Error::usage(format!("git cannot tell what changed: {}", reason.trim_start_matches("fatal: ")))
        .help("name a revision that is there, such as origin/main; in CI fetch the history (fetch-depth: 0)"))
}
