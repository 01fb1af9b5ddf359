//! Output that is there whole or not at all: a file is written beside its place and renamed.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostic::Error;

/// Where output goes.
pub(super) enum Output {
    Stdout(BufWriter<io::Stdout>),
    Stderr(io::Stderr),
    File {
        temporary: BufWriter<NamedTempFile>,
        target: PathBuf,
    },
    /// A device, a pipe or a socket: there is nothing to put in its place, and what is in it stays what it is.
    Device {
        file: BufWriter<File>,
        target: PathBuf,
    },
    /// Kept until the end; then it is added to the file, or to standard output where there is none.
    Held {
        bytes: Vec<u8>,
        target: Option<PathBuf>,
    },
}

impl Output {
    /// Opens standard output for `-` or nothing, else a temporary file in the target's folder.
    pub(super) fn open(target: Option<&Path>) -> Result<Self, Error> {
        let Some(target) = target.filter(|target| *target != Path::new("-")) else {
            return Ok(Self::stdout());
        };
        if target.is_dir() {
            return Err(Error::usage(format!("{} is a directory", target.display())).help("name a file with -o"));
        }
        // A link stays a link: what it leads to is replaced.
        let leads_to = target.is_symlink().then(|| target.canonicalize().ok()).flatten();
        let target = &leads_to.unwrap_or_else(|| target.into());
        if target.metadata().is_ok_and(|about| !about.is_file()) {
            let file = OpenOptions::new().write(true).open(target);
            let file = file.map_err(|error| Error::io(format!("cannot write {}", target.display()), &error))?;
            return Ok(Output::Device { file: BufWriter::with_capacity(1 << 16, file), target: target.clone() });
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let doing = format!("cannot write in {}", folder.display());
        let temporary = NamedTempFile::new_in(folder).map_err(|error| Error::io(doing, &error))?;
        Ok(Output::File { temporary: BufWriter::with_capacity(1 << 20, temporary), target: target.clone() })
    }

    pub(super) fn stdout() -> Self {
        Output::Stdout(BufWriter::with_capacity(1 << 16, io::stdout()))
    }

    /// Whether there is nothing to see of it before it is finished.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Output::File { .. })
    }

    /// Puts the whole output in its place.
    pub(super) fn finish(self) -> Result<(), Error> {
        match self {
            Output::Stdout(mut out) => {
                out.flush().map_err(|error| Error::io("cannot write to standard output", &error))
            }
            Output::File { temporary, target } => {
                let doing = format!("cannot write {}", target.display());
                let file = temporary.into_inner().map_err(|error| Error::io(&doing, error.error()))?;
                give_usual_permissions(&file, &target);
                file.persist(&target).map(drop).map_err(|error| Error::io(&doing, &error.error))
            }
            Output::Device { mut file, target } => {
                file.flush().map_err(|error| Error::io(format!("cannot write {}", target.display()), &error))
            }
            Output::Stderr(_) => Ok(()),
            Output::Held { bytes, target: None } => {
                let written = io::stdout().write_all(&bytes).and_then(|()| io::stdout().flush());
                written.map_err(|error| Error::io("cannot write to standard output", &error))
            }
            Output::Held { bytes, target: Some(target) } => {
                let file = OpenOptions::new().append(true).create(true).open(&target);
                let written = file.and_then(|mut file| file.write_all(&bytes));
                written.map_err(|error| Error::io(format!("cannot write {}", target.display()), &error))
            }
        }
    }
}

/// A temporary file is for its owner only; the output has the permissions of the file that it replaces, or usual ones.
#[cfg(unix)]
fn give_usual_permissions(file: &NamedTempFile, target: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = target.metadata().map_or(0o644, |about| about.permissions().mode());
    // Where permissions cannot be changed, the stricter ones stay.
    let _ = file.as_file().set_permissions(std::fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn give_usual_permissions(_: &NamedTempFile, _: &Path) {}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::Stderr(err) => err.write(bytes),
            Output::File { temporary, .. } => temporary.write(bytes),
            Output::Device { file, .. } => file.write(bytes),
            Output::Held { bytes: held, .. } => held.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::Stderr(_) | Output::Held { .. } => Ok(()),
            Output::File { temporary, .. } => temporary.flush(),
            Output::Device { file, .. } => file.flush(),
        }
    }
}
