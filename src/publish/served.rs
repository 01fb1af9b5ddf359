//! What a server has to know of a site that is in a folder: where it will be, which files are its own, which paths lead
//! elsewhere and which are gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::files::{self, Files};
use super::{Site, moved, rules};
use crate::diagnostic::Error;

/// The file that says it, beside the manifest.
const PATH: &str = "data/site.json";

/// A site in a folder, as [`publish`](super::publish) left it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Served {
    /// The address that the site was made for, with `/` at the end.
    pub address: String,
    /// What the site is called.
    pub title: String,
    /// Paths without ending of IRIs that were replaced, and where they lead: a path of this site, or an IRI of the web.
    pub moved: BTreeMap<String, String>,
    /// Paths without ending of IRIs that were withdrawn.
    pub gone: BTreeSet<String>,
    /// Every file of the site by its path, with a hash of what is in it. No other file of the folder is served.
    pub files: BTreeMap<String, u64>,
}

/// Writes the description.
pub(super) fn write(site: &Site, files: &mut Files) -> Result<(), Error> {
    let (moved, gone) = moved::destinations(site);
    let about = json!({"address": site.options.address, "title": site.title.text, "moved": moved, "gone": gone});
    files.put(PATH, format!("{about:#}\n").as_bytes())
}

/// Whether a folder holds a site that `publish` wrote.
#[must_use]
pub fn is_site(folder: &Path) -> bool {
    folder.join(files::MANIFEST).is_file()
}

impl Served {
    /// The path of the site on its host: `/` or `/sub/`.
    #[must_use]
    pub fn root(&self) -> String {
        rules::folder(&self.address)
    }

    /// Reads what there is to know of a site.
    ///
    /// # Errors
    /// When the folder holds no site, or one of an earlier version of this program.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let files = files::listed(folder)?;
        let path = folder.join(PATH);
        let text = fs::read_to_string(&path);
        let about = text.ok().and_then(|text| serde_json::from_str(&text).ok()).and_then(|about| described(&about));
        let Some(about) = about else {
            return Err(Error::usage(format!("{} does not say what the site is", path.display()))
                .help("publish the site again with this version"));
        };
        Ok(Self { files, ..about })
    }
}

fn described(about: &Value) -> Option<Served> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let moved = about["moved"].as_object()?.iter().map(|(from, to)| Some((from.clone(), text(to)?)));
    Some(Served {
        address: text(&about["address"])?,
        title: text(&about["title"])?,
        moved: moved.collect::<Option<_>>()?,
        gone: about["gone"].as_array()?.iter().map(text).collect::<Option<_>>()?,
        files: BTreeMap::new(),
    })
}
