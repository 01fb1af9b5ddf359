//! What is kept between runs: contents by their SHA-256, and for each feed what it was last.
//!
//! Every file is written beside its place and renamed, contents before what names them, so that a run that is killed
//! leaves the older state whole. A content that is not what its name says counts as not there.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::diagnostic::Error;

/// The folder of a cache.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
}

/// What a feed was last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct State {
    /// The address that the manifest has for it.
    pub(super) url: String,
    /// Where it was in the end.
    pub(super) final_url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) media_type: Option<String>,
    /// Of the content.
    pub(super) sha256: String,
    pub(super) bytes: u64,
    /// What the name of its file ends in.
    pub(super) extension: String,
    /// When this content first came.
    pub(super) retrieved: String,
    /// Where an RPDE feed goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// The SHA-256 of a content, in hexadecimal digits.
#[must_use]
pub fn digest(content: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(content) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl Cache {
    pub(super) fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Makes the folder, and keeps it out of version control.
    pub(super) fn open(&self) -> Result<(), Error> {
        let ignore = self.folder.join(".gitignore");
        if ignore.exists() { Ok(()) } else { self.put(&ignore, b"*\n") }
    }

    fn state_path(&self, id: &str) -> PathBuf {
        self.folder.join("sources").join(format!("{id}.json"))
    }

    fn object_path(&self, sha256: &str) -> Option<PathBuf> {
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (folder, name) = is_digest.then(|| sha256.split_at(2))?;
        Some(self.folder.join("objects").join(folder).join(name))
    }

    /// What a feed of this address was last, with its content; none where either is missing or damaged.
    pub(super) fn known(&self, id: &str, url: &str) -> Option<(State, Vec<u8>)> {
        let text = fs::read(self.state_path(id)).ok()?;
        let state: State = serde_json::from_slice(&text).ok().filter(|state: &State| state.url == url)?;
        let content = self.content(&state.sha256)?;
        Some((state, content))
    }

    /// A content, if it is what its name says.
    pub(super) fn content(&self, sha256: &str) -> Option<Vec<u8>> {
        let content = fs::read(self.object_path(sha256)?).ok()?;
        (digest(&content) == sha256).then_some(content)
    }

    /// Keeps what a feed is now.
    pub(super) fn keep(&self, id: &str, state: &State, content: &[u8]) -> Result<(), Error> {
        if self.content(&state.sha256).is_none()
            && let Some(path) = self.object_path(&state.sha256)
        {
            self.put(&path, content)?;
        }
        self.note(id, state)
    }

    /// Keeps what is said of a feed's content, where that is new.
    pub(super) fn note(&self, id: &str, state: &State) -> Result<(), Error> {
        let path = self.state_path(id);
        let text = serde_json::to_string_pretty(state).map_err(|error| Error::internal(error.to_string()))? + "\n";
        if fs::read(&path).is_ok_and(|known| known == text.as_bytes()) {
            return Ok(());
        }
        self.put(&path, text.as_bytes())
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let folder = path.parent().unwrap_or(&self.folder);
        let put = || -> io::Result<()> {
            fs::create_dir_all(folder)?;
            let mut temporary = NamedTempFile::new_in(folder)?;
            temporary.write_all(bytes)?;
            temporary.persist(path).map_err(|error| error.error)?;
            Ok(())
        };
        put().map_err(|error| failed(path, &error))
    }

    /// The pages of the RPDE feed at an address that were fetched and are not put together yet.
    pub(super) fn journal(&self, id: &str, url: &str) -> Journal {
        // Pages of another address are of another feed.
        let name = format!("{id}.{}.ndjson", &digest(url.as_bytes())[..16]);
        Journal { path: self.folder.join("pages").join(name) }
    }
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::io(format!("cannot write {}", path.display()), error).help("name another folder with cache in [settings]")
}

/// Lines that are added one by one; a last one without its end was cut off, and does not count.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The whole lines. What was cut off is taken away, so that the next line does not follow it.
    pub(super) fn lines(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = fs::read(&self.path).unwrap_or_default();
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if whole < bytes.len() {
            bytes.truncate(whole);
            let cut = OpenOptions::new().write(true).open(&self.path).and_then(|file| file.set_len(whole as u64));
            cut.map_err(|error| failed(&self.path, &error))?;
        }
        Ok(bytes)
    }

    /// Adds a line, which has its end.
    pub(super) fn add(&self, line: &[u8]) -> Result<(), Error> {
        let add = || -> io::Result<()> {
            fs::create_dir_all(self.path.parent().unwrap_or(Path::new(".")))?;
            let mut file: File = OpenOptions::new().append(true).create(true).open(&self.path)?;
            file.write_all(line)
        };
        add().map_err(|error| failed(&self.path, &error))
    }

    pub(super) fn remove(&self) -> Result<(), Error> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&self.path, &error)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn state(content: &[u8]) -> State {
        State {
            url: "https://a.example/".to_owned(),
            final_url: "https://a.example/".to_owned(),
            etag: Some("\"1\"".to_owned()),
            last_modified: None,
            media_type: None,
            sha256: digest(content),
            bytes: content.len() as u64,
            extension: "txt".to_owned(),
            retrieved: "2031-01-01T00:00:00Z".to_owned(),
            next: None,
        }
    }

    #[test]
    fn what_was_kept_is_known_as_long_as_it_is_whole() {
        let folder = TempDir::new().unwrap();
        let cache = Cache::at(folder.path().join("cache"));
        let state = state(b"content");
        cache.keep("a", &state, b"content").unwrap();
        assert_eq!(cache.known("a", "https://a.example/"), Some((state.clone(), b"content".to_vec())));
        assert_eq!(cache.known("a", "https://b.example/"), None);
        fs::write(cache.object_path(&state.sha256).unwrap(), b"contenu").unwrap();
        assert_eq!(cache.known("a", "https://a.example/"), None);
        cache.keep("a", &state, b"content").unwrap();
        assert!(cache.known("a", "https://a.example/").is_some());
        fs::write(cache.state_path("a"), b"{\"url\":").unwrap();
        assert_eq!(cache.known("a", "https://a.example/"), None);
    }

    #[test]
    fn a_state_cannot_name_a_file_elsewhere() {
        let cache = Cache::at(PathBuf::from("cache"));
        assert_eq!(cache.object_path(&format!("../{}", "a".repeat(61))), None);
    }

    #[test]
    fn a_line_that_was_cut_off_is_taken_away() {
        let folder = TempDir::new().unwrap();
        let journal = Cache::at(folder.path().join("cache")).journal("a", "https://a.example/");
        assert!(journal.lines().unwrap().is_empty());
        journal.add(b"1\n").unwrap();
        journal.add(b"2, cut o").unwrap();
        assert_eq!(journal.lines().unwrap(), b"1\n");
        journal.add(b"2\n").unwrap();
        assert_eq!(journal.lines().unwrap(), b"1\n2\n");
        journal.remove().unwrap();
        journal.remove().unwrap();
        assert!(journal.lines().unwrap().is_empty());
    }
}
