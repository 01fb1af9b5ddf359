//! What is served: a site and the indexes over its records. It never changes; a reload makes another one.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::{Content, Folder};
use crate::collection::Collection;
use crate::diagnostic::Error;
use crate::publish::{self, Served};
use crate::reconcile::Index;
use crate::store::{Builder, Store};

/// A site and what is known of its records.
#[derive(Debug)]
pub(super) struct State {
    pub(super) site: Served,
    /// The files that are served, by their paths; nothing else of the folder is.
    pub(super) files: HashMap<Box<str>, Entry>,
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
    /// Looks at every file of a site, and indexes the records.
    pub(super) fn new(content: Content) -> Result<Self, Error> {
        let Content { collection, folder } = content;
        let site = Served::read(folder.path())?;
        let entries =
            site.files.iter().map(|(path, hash)| Ok((path.as_str().into(), entry(folder.path(), path, *hash)?)));
        let files = entries.collect::<Result<_, Error>>()?;
        let collection = Arc::new(collection);
        let index = Index::new(&collection);
        let store = store(folder.path())?;
        Ok(Self { site, files, folder, collection, index, store })
    }
}

/// The statements of the site's dump.
fn store(folder: &Path) -> Result<Store, Error> {
    let path = folder.join(publish::DUMP);
    let fault = |why: &dyn std::fmt::Display| Error::input(format!("cannot read {}: {why}", path.display()));
    let statements = fs::read(&path).map_err(|error| fault(&error))?;
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
