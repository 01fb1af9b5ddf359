//! What is served: a site and the indexes over its records. It never changes; a reload makes another one.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::json;

use super::log::Log;
use super::minted::Minted;
use super::{Content, Folder};
use crate::collection::Collection;
use crate::diagnostic::Error;
use crate::publish::{self, Served};
use crate::reconcile::Index;
use crate::store::{Builder, Disk, Progress, Store};

/// A site and what is known of its records.
#[derive(Debug)]
pub(super) struct State {
    pub(super) site: Served,
    /// The files that are served, by their paths; nothing else of the folder is.
    pub(super) files: HashMap<Box<str>, Entry>,
    /// Where the pages are whose IRIs ask for other paths.
    pub(super) minted: Minted,
    pub(super) folder: Folder,
    pub(super) collection: Arc<Collection>,
    pub(super) index: Index,
    pub(super) store: Store,
}

/// A file as it was when the state was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) hash: u64,
    pub(super) length: u64,
    pub(super) modified: SystemTime,
}

impl State {
    /// Looks at every file of a site, and indexes the records; the statements on disk, where there is a store for them.
    pub(super) fn new(content: Content, disk: Option<&Disk>, log: &Log) -> Result<Self, Error> {
        let Content { collection, folder } = content;
        let site = Served::read(folder.path())?;
        let entries =
            site.files.iter().map(|(path, hash)| Ok((path.as_str().into(), entry(folder.path(), path, *hash)?)));
        let files = entries.collect::<Result<_, Error>>()?;
        let collection = Arc::new(collection);
        let index = Index::new(&collection);
        let dump = folder.path().join(publish::DUMP);
        let store = disk.map_or_else(|| in_memory(&dump), |disk| on_disk(disk, &dump, log))?;
        let minted = Minted::new(&site.minted);
        Ok(Self { site, files, minted, folder, collection, index, store })
    }
}

/// The statements of the site's dump, on disk. The log says what was confirmed before, and each time that more is.
fn on_disk(disk: &Disk, dump: &Path, log: &Log) -> Result<Store, Error> {
    let mut tell = |progress: Progress| {
        let Progress { bytes, all, lines } = progress;
        log.write("store", json!({"confirmed": lines, "bytes": bytes, "of": all}));
        Ok(())
    };
    disk.load(dump, &mut tell).map_err(Error::input)
}

/// The statements of the site's dump, in memory.
fn in_memory(dump: &Path) -> Result<Store, Error> {
    let fault = |why: &dyn std::fmt::Display| Error::input(format!("cannot read {}: {why}", dump.display()));
    let statements = fs::read(dump).map_err(|error| fault(&error))?;
    let mut builder = Builder::default();
    builder.add(&statements).map_err(|why| fault(&why))?;
    Ok(builder.finish())
}

fn entry(folder: &Path, path: &str, hash: u64) -> Result<Entry, Error> {
    let path = folder.join(path);
    let about = fs::metadata(&path).and_then(|about| Ok((about.len(), about.modified()?)));
    let (length, modified) = about.map_err(|error| Error::io(format!("cannot read {}", path.display()), &error))?;
    Ok(Entry { hash, length, modified })
}
