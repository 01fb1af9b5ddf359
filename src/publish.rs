//! The site: pages that people read, and beside them the data that machines query, for any static host.
//!
//! [`publish`] turns a [`Collection`] into files. Everything that stands in them follows from records and options: no
//! clock, no order of inputs.

use std::path::Path;

use crate::collection::{Collection, Facts, Label};
use crate::diagnostic::Error;

mod back;
mod code;
mod files;
mod language;
mod listing;
mod page;
mod paths;
mod siblings;
mod theme;
mod value;
mod view;

pub use files::Summary;
pub use language::LANGUAGES;
pub use theme::Theme;

use back::Back;
use code::Codes;
use files::Files;
use language::Language;
use paths::Paths;

/// What a site is to be.
#[derive(Debug)]
pub struct Options {
    /// The address that the site will have, with `/` at the end. IRIs under it keep their paths.
    pub address: String,
    /// What the site is called, where the dataset does not say it.
    pub title: Option<String>,
    /// The language of the interface: one of [`LANGUAGES`].
    pub language: String,
    pub theme: Theme,
}

/// All that pages are made from.
struct Site<'s> {
    collection: &'s Collection,
    options: &'s Options,
    language: &'static Language,
    title: Label,
    labels: Vec<Label>,
    facts: Facts,
    back: Back,
    paths: Paths,
    codes: Codes,
}

impl<'s> Site<'s> {
    fn new(collection: &'s Collection, options: &'s Options) -> Self {
        let language = Language::of(&options.language);
        let labels = Label::all(collection, &options.language);
        let facts = Facts::of(collection);
        let back = Back::of(collection, &facts);
        let paths = Paths::new(collection, &labels, &options.address);
        let codes = Codes::of(&facts);
        let dataset = collection.of_class("Dataset").next().map(|(at, _)| labels[at].clone());
        let given = options.title.clone().map(|text| Label { text, language: None });
        let title = given.or(dataset).unwrap_or_else(|| Label { text: language.ui("sessions"), language: None });
        Self { collection, options, language, title, labels, facts, back, paths, codes }
    }
}

/// Writes the site of a collection into a folder.
///
/// # Errors
/// When a template is wrong or the folder cannot be written; then what was there before is still there.
pub fn publish(collection: &Collection, options: &Options, folder: &Path) -> Result<Summary, Error> {
    let site = Site::new(collection, options);
    let pages = page::Pages::new(&site)?;
    let mut files = Files::open(folder)?;
    theme::assets(&options.theme, &mut files)?;
    language::scripts(&site, &mut files)?;
    pages.write(&mut files)?;
    files.finish()
}
