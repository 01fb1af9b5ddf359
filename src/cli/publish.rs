//! `plenary publish`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::gather::{Gathered, Gathering};
use super::{FLAG, Global};
use crate::collection::Collection;
use crate::diagnostic::{Error, counted};
use crate::model::grammar;
use crate::publish::{self, LANGUAGES, Options, Theme, moved};

/// What `publish` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    gathering: Gathering,
    /// The folder of the site; it is made where there is none
    #[arg(long, short, value_name = "SITE")]
    output: PathBuf,
    #[command(flatten)]
    making: Making,
    /// Write nothing at all when a record is refused
    #[arg(long, action = FLAG)]
    strict: bool,
}

/// What a site is to be.
#[derive(Debug, Args)]
pub(super) struct Making {
    /// The address that the site will have; it ends with / [default: --base, else the base of the dataset]
    #[arg(long, value_name = "IRI", value_parser = super::convert::base)]
    address: Option<String>,
    /// What the site is called [default: the title of the dataset]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The language that the interface has before a reader chooses another one
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = PossibleValuesParser::new(LANGUAGES))]
    language: String,
    /// A folder of templates, style and colours that replace those of the same names
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
    /// The licence of the data, an absolute IRI [default: that of the dataset]
    #[arg(long, value_name = "IRI", value_parser = iri)]
    license: Option<String>,
    /// The site is for plenary serve: its pages lead to the forms to ask and to check a file
    #[arg(long, action = FLAG)]
    served: bool,
    /// Records that are no longer: a table of old IRI, tab, and the new IRI, or nothing if it was withdrawn
    #[arg(long, value_name = "FILE.tsv")]
    moved: Option<PathBuf>,
}

impl Making {
    /// The options for a collection, whose records were read with a base or without.
    pub(super) fn options(&self, base: Option<String>, collection: &Collection) -> Result<Options, Error> {
        Ok(Options {
            address: address(self, base, collection)?,
            title: self.title.clone(),
            language: self.language.clone(),
            theme: self.theme.as_deref().map_or_else(|| Ok(Theme::default()), Theme::read)?,
            licence: self.license.clone(),
            served: self.served,
            moved: self.moved.as_deref().map(moved::read).transpose()?.unwrap_or_default(),
        })
    }
}

fn iri(text: &str) -> Result<String, String> {
    if grammar::is_iri(text) { Ok(text.to_owned()) } else { Err("it is not an absolute IRI".to_owned()) }
}

/// Publishes, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let Gathered { collection, base, is_broken } = match arguments.gathering.gather(global)? {
        Ok(gathered) => gathered,
        Err(code) => return Ok(code),
    };
    if arguments.strict && is_broken {
        super::say("the input is not sound; nothing was written (--strict)");
        return Ok(1);
    }
    let options = arguments.making.options(base, &collection)?;
    let summary = publish::publish(&collection, &options, &arguments.output)?;
    if !global.quiet {
        let (files, records) = (counted(summary.files, "file"), counted(collection.records().len(), "record"));
        super::say(&format!("{files} of {records}: {} written, {} removed", summary.written, summary.removed));
    }
    Ok(u8::from(is_broken))
}

/// The address of the site.
fn address(making: &Making, base: Option<String>, collection: &Collection) -> Result<String, Error> {
    let of_dataset = || {
        let dataset = collection.of_class("Dataset").next()?;
        dataset.1.node().text("base").map(str::to_owned)
    };
    let found = making.address.clone().or(base).or_else(of_dataset);
    let found = found.ok_or_else(|| {
        Error::usage("the address of the site is not known").help("give it with --address https://data.example.org/")
    })?;
    // Records may be called by fragments; pages cannot.
    let address = found.trim_end_matches('#');
    Ok(if address.ends_with('/') { address.to_owned() } else { format!("{address}/") })
}
