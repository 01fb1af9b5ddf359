//! Writing a site: what changed is staged beside it and put in its place at the end, so that a run that breaks off
//! leaves the old site whole.
//!
//! The manifest holds a hash of each file. A file of that hash and length is not written again; one that is no longer
//! made is removed. Files that no manifest names are somebody else's and are never touched.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use twox_hash::XxHash3_64;

use crate::diagnostic::Error;

/// The manifest's name in the site's folder.
pub const MANIFEST: &str = ".plenary-site";
const HEAD: &str = "plenary site 1";

/// What a run did to the site's files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files of the site.
    pub files: usize,
    /// Those that were new or changed.
    pub written: usize,
    /// Those that are there no longer.
    pub removed: usize,
}

/// A site that is being written.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    staging: Option<TempDir>,
    old: BTreeMap<String, Print>,
    new: BTreeMap<String, Print>,
    staged: Vec<String>,
    folders: HashSet<PathBuf>,
    /// Whether nothing was in the folder before, so that nothing can be in the way.
    is_new: bool,
}

/// What copies of a file are checked by.
#[derive(Debug, Clone)]
pub(super) struct Digest {
    pub(super) length: u64,
    pub(super) sha256: String,
}

/// Counts and hashes what is written.
struct Hashing<W> {
    out: W,
    length: u64,
    sha256: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.length += written as u64;
        self.sha256.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Hash and length of a file.
type Print = (u64, u64);

impl Files {
    /// Begins to write into a folder, which is made where there is none.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let doing = || format!("cannot write in {}", folder.display());
        if folder.exists() && !folder.is_dir() {
            return Err(Error::usage(format!("{} is not a folder", folder.display())).help("name a folder with -o"));
        }
        fs::create_dir_all(folder).map_err(|error| Error::io(doing(), &error))?;
        let old = match fs::read_to_string(folder.join(MANIFEST)) {
            Ok(text) => read(&text).ok_or_else(|| unreadable(folder))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(Error::io(format!("cannot read {}", folder.join(MANIFEST).display()), &error)),
        };
        let is_new = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        let (folder, new) = (folder.to_path_buf(), BTreeMap::new());
        Ok(Self { folder, staging: None, old, new, staged: Vec::new(), folders: HashSet::new(), is_new })
    }

    /// Takes a file of the site, by its path from the site's folder with `/` between the parts.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        if !is_inside(path) {
            return Err(Error::internal(format!("{path} would leave the folder of the site")));
        }
        let print = (XxHash3_64::oneshot(bytes), bytes.len() as u64);
        if self.new.insert(path.to_owned(), print).is_some() {
            return Err(Error::internal(format!("{path} would be written twice")));
        }
        if self.is_there(path, print, bytes)? {
            return Ok(());
        }
        let target = self.staging()?.join(path);
        self.make_parent(&target)?;
        fs::write(&target, bytes).map_err(|error| Error::io(format!("cannot write {}", target.display()), &error))?;
        self.staged.push(path.to_owned());
        Ok(())
    }

    /// Takes a file that may be too large for memory. It is staged in any case, and dropped where it is there already.
    pub(super) fn put_stream(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Digest, Error> {
        let target = self.staging()?.join(path);
        self.make_parent(&target)?;
        let doing = |error: io::Error| Error::io(format!("cannot write {}", target.display()), &error);
        let out = BufWriter::with_capacity(1 << 18, fs::File::create(&target).map_err(doing)?);
        let mut out = Hashing { out, length: 0, sha256: Sha256::new() };
        write(&mut out).and_then(|()| out.flush()).map_err(doing)?;
        let sha256 = hexadecimal(&out.sha256.finalize());
        let print = (u64::from_str_radix(&sha256[..16], 16).unwrap_or_default(), out.length);
        self.new.insert(path.to_owned(), print);
        if self.old.get(path) == Some(&print) && self.is_there(path, print, &[])? {
            fs::remove_file(&target).map_err(doing)?;
        } else {
            self.may_replace(path)?;
            self.staged.push(path.to_owned());
        }
        Ok(Digest { length: print.1, sha256 })
    }

    /// Refuses to put a file in the place of one that is not ours.
    fn may_replace(&self, path: &str) -> Result<(), Error> {
        let target = self.folder.join(path);
        if self.old.contains_key(path) || fs::symlink_metadata(&target).is_err() {
            return Ok(());
        }
        let message = format!("{} is there and was not made by plenary publish", target.display());
        Err(Error::usage(message).help("move it away, or publish into another folder"))
    }

    /// Whether the file is as it should be already. One that is not ours is never overwritten with something else.
    fn is_there(&self, path: &str, print: Print, bytes: &[u8]) -> Result<bool, Error> {
        if self.is_new {
            return Ok(false);
        }
        let target = self.folder.join(path);
        let Ok(about) = fs::symlink_metadata(&target) else { return Ok(false) };
        if let Some(known) = self.old.get(path) {
            return Ok(*known == print && about.is_file() && about.len() == print.1);
        }
        if about.is_file() && fs::read(&target).is_ok_and(|there| there == bytes) {
            return Ok(true);
        }
        self.may_replace(path).map(|()| false)
    }

    fn staging(&mut self) -> Result<PathBuf, Error> {
        if self.staging.is_none() {
            let made = tempfile::Builder::new().prefix(".plenary-new-").tempdir_in(&self.folder);
            let doing = || format!("cannot write in {}", self.folder.display());
            self.staging = Some(made.map_err(|error| Error::io(doing(), &error))?);
        }
        Ok(self.staging.as_ref().map(|folder| folder.path().to_owned()).unwrap_or_default())
    }

    fn make_parent(&mut self, target: &Path) -> Result<(), Error> {
        let Some(parent) = target.parent().filter(|parent| !self.folders.contains(*parent)) else { return Ok(()) };
        let made = fs::create_dir_all(parent);
        made.map_err(|error| Error::io(format!("cannot make {}", parent.display()), &error))?;
        self.folders.insert(parent.to_owned());
        Ok(())
    }

    /// Puts everything in its place: first what changed, then the manifest; what is gone is removed last.
    pub(super) fn finish(mut self) -> Result<Summary, Error> {
        let staged = std::mem::take(&mut self.staged);
        if self.is_new {
            self.place_all()?;
        } else {
            staged.iter().try_for_each(|path| self.place(path))?;
        }
        let gone: Vec<String> = self.old.keys().filter(|path| !self.new.contains_key(*path)).cloned().collect();
        if !staged.is_empty() || !gone.is_empty() {
            self.write_manifest()?;
        }
        let mut folders = BTreeSet::new();
        for path in &gone {
            let target = self.folder.join(path);
            let removed = if is_inside(path) && !self.passes_link(path) { fs::remove_file(&target) } else { Ok(()) };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io(format!("cannot remove {}", target.display()), &error));
                }
                _ => folders.extend(target.parent().map(Path::to_owned)),
            }
        }
        // Only empty folders go; the others are still in use.
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
        Ok(Summary { files: self.new.len(), written: staged.len(), removed: gone.len() })
    }

    /// Puts whole folders in their places, which are free.
    fn place_all(&mut self) -> Result<(), Error> {
        let staging = self.staging()?;
        let doing = |error: io::Error| Error::io(format!("cannot write in {}", self.folder.display()), &error);
        let mut entries: Vec<_> = fs::read_dir(&staging).and_then(Iterator::collect).map_err(doing)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            fs::rename(entry.path(), self.folder.join(entry.file_name())).map_err(doing)?;
        }
        // The folders of the staged files moved with them.
        self.folders.clear();
        Ok(())
    }

    fn place(&mut self, path: &str) -> Result<(), Error> {
        let target = self.folder.join(path);
        if self.passes_link(path) {
            let message = format!("{} leads through a link out of the site", target.display());
            return Err(Error::usage(message).help("take the link away"));
        }
        self.make_parent(&target)?;
        let staged = self.staging()?.join(path);
        fs::rename(&staged, &target).map_err(|error| Error::io(format!("cannot write {}", target.display()), &error))
    }

    /// Whether a folder on the way to a file is a symbolic link.
    fn passes_link(&self, path: &str) -> bool {
        let mut folder = self.folder.clone();
        let parts: Vec<&str> = path.split('/').collect();
        parts[..parts.len() - 1].iter().any(|part| {
            folder.push(part);
            !self.folders.contains(&folder) && fs::symlink_metadata(&folder).is_ok_and(|about| about.is_symlink())
        })
    }

    fn write_manifest(&mut self) -> Result<(), Error> {
        let mut text = format!("{HEAD}\n");
        for (path, (hash, length)) in &self.new {
            // Strings do not fail.
            let _ = writeln!(text, "{hash:016x} {length} {path}");
        }
        let staged = self.staging()?.join(MANIFEST);
        let target = self.folder.join(MANIFEST);
        let written = fs::write(&staged, text).and_then(|()| fs::rename(&staged, &target));
        written.map_err(|error| Error::io(format!("cannot write {}", target.display()), &error))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Strings do not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether a path stays in the folder, whatever the system.
fn is_inside(path: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    path.split('/').all(sound)
}

/// The files that the manifest of a folder names, each with its hash.
pub(super) fn listed(folder: &Path) -> Result<BTreeMap<String, u64>, Error> {
    let manifest = folder.join(MANIFEST);
    let text = fs::read_to_string(&manifest);
    let text = text.map_err(|error| Error::io(format!("cannot read {}", manifest.display()), &error))?;
    let all = read(&text).ok_or_else(|| unreadable(folder))?;
    Ok(all.into_iter().filter(|(path, _)| is_inside(path)).map(|(path, (hash, _))| (path, hash)).collect())
}

fn read(text: &str) -> Option<BTreeMap<String, Print>> {
    let rest = text.strip_prefix(HEAD)?;
    let line = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let hash = u64::from_str_radix(parts.next()?, 16).ok()?;
        let length = parts.next()?.parse().ok()?;
        Some((parts.next()?.to_owned(), (hash, length)))
    };
    rest.lines().filter(|text| !text.is_empty()).map(line).collect()
}

fn unreadable(folder: &Path) -> Error {
    let manifest = folder.join(MANIFEST);
    Error::usage(format!("{} is not a list of files that plenary publish wrote", manifest.display()))
        .help("publish into another folder, or remove the file and the pages")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(folder: &Path, files: &[(&str, &str)]) -> Result<Summary, Error> {
        let mut site = Files::open(folder)?;
        files.iter().try_for_each(|(path, text)| site.put(path, text.as_bytes()))?;
        site.finish()
    }

    #[test]
    fn only_what_changed_is_written_and_what_is_gone_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let first = site(folder.path(), &[("a.html", "a"), ("x/b.html", "b")]).unwrap();
        assert_eq!(first, Summary { files: 2, written: 2, removed: 0 });
        let same = site(folder.path(), &[("a.html", "a"), ("x/b.html", "b")]).unwrap();
        assert_eq!(same, Summary { files: 2, written: 0, removed: 0 });
        let next = site(folder.path(), &[("a.html", "c")]).unwrap();
        assert_eq!(next, Summary { files: 1, written: 1, removed: 1 });
        assert!(!folder.path().join("x").exists());
    }

    #[test]
    fn a_run_that_breaks_off_leaves_the_old_site_whole() {
        let folder = tempfile::tempdir().unwrap();
        site(folder.path(), &[("a.html", "old")]).unwrap();
        let mut broken = Files::open(folder.path()).unwrap();
        broken.put("a.html", b"new").unwrap();
        drop(broken);
        assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn files_of_others_are_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("CNAME"), "x.example").unwrap();
        fs::write(folder.path().join("a.html"), "mine").unwrap();
        assert!(site(folder.path(), &[("a.html", "theirs")]).is_err());
        site(folder.path(), &[("b.html", "b")]).unwrap();
        site(folder.path(), &[]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "mine");
        assert!(folder.path().join("CNAME").exists());
    }

    #[test]
    fn nothing_is_written_outside() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["../x", "/x", "a/../../x", "a\\b", "c:x", ""] {
            assert!(site(folder.path(), &[(path, "x")]).is_err(), "{path}");
        }
        let manifest = format!("{HEAD}\n0000000000000000 1 ../victim\n");
        let inner = folder.path().join("site");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join(MANIFEST), manifest).unwrap();
        fs::write(folder.path().join("victim"), "x").unwrap();
        site(&inner, &[]).unwrap();
        assert!(folder.path().join("victim").exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(other.path(), folder.path().join("x")).unwrap();
        assert!(site(folder.path(), &[("x/a.html", "a")]).is_err());
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
    }
}
