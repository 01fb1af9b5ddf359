//! What a server has to know of a site that is in a folder: where it will be, which files are its own, which paths lead
//! elsewhere and which are gone, and which IRIs have pages at other paths than their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::files::{self, Files};
use super::paths::led_away;
use super::{Site, moved, rules};
use crate::collection::Record;
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
    /// IRIs under the address that no file can be called after, without the address, and the paths of their pages
    /// without ending: `person/WS12` is at `person/jane-doe-caa93fa1a6a0`.
    pub minted: BTreeMap<String, String>,
    /// Every file of the site by its path, with a hash of what is in it. No other file of the folder is served.
    pub files: BTreeMap<String, u64>,
}

/// Writes the description.
pub(super) fn write(site: &Site, files: &mut Files) -> Result<(), Error> {
    let (moved, gone) = moved::destinations(site);
    let mut about = json!({"address": site.options.address, "title": site.title.text, "moved": moved, "gone": gone});
    let minted = minted(site);
    if !minted.is_empty() {
        about["minted"] = json!(minted);
    }
    files.put(PATH, format!("{about:#}\n").as_bytes())
}

/// The IRIs of this site that no file can be called after, and where their pages are.
fn minted<'s>(site: &Site<'s>) -> BTreeMap<&'s str, String> {
    let address = &site.options.address;
    let asked = |(at, record): (usize, &'s Record)| {
        let path = site.paths.of(at);
        Some((led_away(&record.id, address, path)?, path.to_owned()))
    };
    moved::minted(site).chain(site.collection.records().iter().enumerate().filter_map(asked)).collect()
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
    let pairs = |value: &Value| -> Option<BTreeMap<String, String>> {
        value.as_object()?.iter().map(|(from, to)| Some((from.clone(), text(to)?))).collect()
    };
    Some(Served {
        address: text(&about["address"])?,
        title: text(&about["title"])?,
        moved: pairs(&about["moved"])?,
        gone: about["gone"].as_array()?.iter().map(text).collect::<Option<_>>()?,
        minted: about.get("minted").map_or_else(|| Some(BTreeMap::new()), pairs)?,
        files: BTreeMap::new(),
    })
}
