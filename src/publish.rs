//! The site: pages that people read, and beside them the data that machines query, for any static host.
//!
//! [`publish`] turns a [`Collection`] into files. Everything that stands in them follows from records and options: no
//! clock, no order of inputs.

use std::path::Path;

use crate::collection::{Collection, Facts, Label};
use crate::diagnostic::Error;
use crate::figures::Figures;

mod back;
mod code;
mod data;
mod describe;
mod feed;
mod files;
mod language;
mod listing;
mod machine;
pub mod moved;
mod page;
mod paths;
mod rules;
mod schedule;
mod search;
mod served;
mod siblings;
mod theme;
mod value;
mod view;

pub use data::DUMP;
pub use files::{MANIFEST, Summary};
pub use language::LANGUAGES;
pub use moved::Moved;
pub use rules::{forms, media_type};
pub use served::{Served, is_site};
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
    /// The licence of the data, where the dataset does not say it.
    pub licence: Option<String>,
    /// IRIs that are no longer, and what took their place.
    pub moved: Vec<Moved>,
    /// Whether `plenary serve` will serve it, so that its pages lead to the forms to ask and to check.
    pub served: bool,
}

/// All that pages are made from.
struct Site<'s> {
    collection: &'s Collection,
    options: &'s Options,
    language: &'static Language,
    title: Label,
    /// The licence of the data: as asked for, else that of the dataset.
    licence: Option<String>,
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
        let dataset = collection.of_class("Dataset").next();
        let given = options.title.clone().map(|text| Label { text, language: None });
        let title = given.or_else(|| dataset.map(|(at, _)| labels[at].clone()));
        let title = title.unwrap_or_else(|| Label { text: language.ui("sessions"), language: None });
        let said = || dataset?.1.node().text("license").map(str::to_owned);
        let licence = options.licence.clone().or_else(said);
        Self { collection, options, language, title, licence, labels, facts, back, paths, codes }
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
    pages.figures(&Figures::of(collection, &site.facts), &mut files)?;
    let dumps = data::write(&site, &mut files)?;
    pages.data(&dumps, &mut files)?;
    describe::write(&site, &dumps, &mut files)?;
    machine::write(&site, &mut files)?;
    rules::write(&site, &mut files)?;
    served::write(&site, &mut files)?;
    files.finish()
}
