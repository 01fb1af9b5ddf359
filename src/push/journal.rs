//! What a store has confirmed: a line for each graph, written as soon as the store says so.
//!
//! A line is the way, the address, the graph, the hash of its statements, and a dot, with tabs between; one without its dot
//! was being written when somebody stopped the work, and says nothing. The last line on a graph counts.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Target;
use crate::diagnostic::Error;

/// The confirmations of one store.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// The way and the address that lines begin with.
    store: String,
    confirmed: BTreeMap<String, String>,
}

/// What stands for the hash of a graph that was taken away.
const GONE: &str = "-";

impl Journal {
    /// Reads what was confirmed before, and opens the journal for more.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is something else than a journal.
    pub fn open(path: &Path, target: &Target) -> Result<Self, Error> {
        let failed = |error: &io::Error| Error::io(format!("cannot use the journal {}", path.display()), error);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(&error)),
        };
        let store = format!("{}\t{}", target.way.name(), target.address);
        let mut confirmed = BTreeMap::new();
        for line in text.lines().filter(|line| line.ends_with("\t.")) {
            let [way, address, graph, hash, _] = line.split('\t').collect::<Vec<_>>()[..] else {
                let message = format!("{} is not a journal of plenary push: {line:?}", path.display());
                return Err(Error::usage(message).help("name another file with --journal"));
            };
            if format!("{way}\t{address}") != store {
                continue;
            }
            match hash {
                GONE => drop(confirmed.remove(graph)),
                hash => drop(confirmed.insert(graph.to_owned(), hash.to_owned())),
            }
        }
        if !text.is_empty() && confirmed.is_empty() && !text.contains("\t.") {
            let message = format!("{} is not a journal of plenary push", path.display());
            return Err(Error::usage(message).help("name another file with --journal"));
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(|error| failed(&error))?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(|error| failed(&error))?;
        }
        Ok(Self { path: path.to_owned(), file, store, confirmed })
    }

    /// Whether the store has confirmed a graph with these statements.
    #[must_use]
    pub fn confirms(&self, graph: &str, hash: &str) -> bool {
        self.confirmed.get(graph).is_some_and(|known| known == hash)
    }

    /// The graphs that the store has from us.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.confirmed.keys().cloned().collect()
    }

    /// The store has confirmed a graph.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn confirm(&mut self, graph: &str, hash: &str) -> Result<(), Error> {
        self.write(graph, hash)?;
        self.confirmed.insert(graph.to_owned(), hash.to_owned());
        Ok(())
    }

    /// The store has taken a graph away.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn forget(&mut self, graph: &str) -> Result<(), Error> {
        self.write(graph, GONE)?;
        self.confirmed.remove(graph);
        Ok(())
    }

    fn write(&mut self, graph: &str, hash: &str) -> Result<(), Error> {
        let line = format!("{}\t{graph}\t{hash}\t.\n", self.store);
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| Error::io(format!("cannot write the journal {}", self.path.display()), &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::push::Way;

    fn target(address: &str) -> Target {
        Target { address: Address::parse(address).expect("an address"), way: Way::Protocol }
    }

    #[test]
    fn what_was_confirmed_is_known_again_for_the_same_store_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path, &target("http://a.example/")).expect("a journal");
        journal.confirm("https://x.example/g", "aa").expect("written");
        journal.confirm("", "bb").expect("written");
        journal.confirm("https://x.example/g", "cc").expect("written");
        journal.forget("").expect("written");
        let again = Journal::open(&path, &target("http://a.example/")).expect("a journal");
        assert!(again.confirms("https://x.example/g", "cc") && !again.confirms("https://x.example/g", "aa"));
        assert_eq!(again.names(), ["https://x.example/g"]);
        let other = Journal::open(&path, &target("http://b.example/")).expect("a journal");
        assert!(other.names().is_empty());
    }

    #[test]
    fn a_line_that_was_being_written_says_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let store = "graph-store\thttp://a.example/\t";
        fs::write(&path, format!("{store}g:1\taa\t.\n{store}g:2\tb")).expect("written");
        let mut journal = Journal::open(&path, &target("http://a.example/")).expect("a journal");
        assert_eq!(journal.names(), ["g:1"]);
        journal.confirm("g:3", "cc").expect("written");
        let again = Journal::open(&path, &target("http://a.example/")).expect("a journal");
        assert_eq!(again.names(), ["g:1", "g:3"]);
    }

    #[test]
    fn another_file_is_no_journal() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.txt");
        fs::write(&path, "dear diary\n").expect("written");
        let error = Journal::open(&path, &target("http://a.example/")).expect_err("no journal");
        assert_eq!(error.exit_code(), 2);
        assert_eq!(fs::read_to_string(&path).expect("read"), "dear diary\n");
    }
}
