//! Authorities from files: registers of ROR, tables, and records or SKOS in any format that is read.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::read::MultiGzDecoder;

use super::{inputs, spare};
use crate::cli::Global;
use crate::cli::output::Output;
use crate::cli::sources;
use crate::diagnostic::{Error, counted};
use crate::format::{Limits, ReadOptions};
use crate::input::{Files, Input};
use crate::link::authority::{Authority, Entity, NameKind, Place, read, read_table};
use crate::link::table::Table;
use crate::merge::settings::Source;
use crate::merge::world::{Node, World};
use crate::pipeline::{Job, Keep, Task};

/// The registers that strings are looked up in.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Authorities {
    /// A register of organizations: records of ROR (JSON, a record a line, also .gz), a table with columns id and name, records or
    /// SKOS in any format that is read, or what `link index` wrote (repeat for more)
    #[arg(long = "authority", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Longest register that is read, unpacked
    #[arg(long = "max-authority-bytes", value_name = "BYTES", default_value_t = 4 << 30)]
    most: u64,
}

/// What `link index` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Index {
    /// Registers as for --authority
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to write the index
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Longest register that is read, unpacked
    #[arg(long = "max-authority-bytes", value_name = "BYTES", default_value_t = 4 << 30)]
    most: u64,
}

/// Reads registers once and writes them in a form that is read faster.
pub(super) fn index(arguments: &Index, global: &Global) -> Result<u8, Error> {
    let authorities = Authorities { files: arguments.files.clone(), most: arguments.most };
    spare(Some(&arguments.output), authorities.paths())?;
    let authority = authorities.read()?;
    let mut output = Output::open(Some(&arguments.output))?;
    output.write_all(&authority.keep()).map_err(|error| Error::io("cannot write the index", &error))?;
    output.finish()?;
    if !global.quiet {
        let _ = writeln!(anstream::stderr(), "{}", counted(authority.entities().len(), "organization"));
    }
    Ok(0)
}

impl Authorities {
    /// The files that are read.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// Reads all registers into one.
    pub(in crate::cli) fn read(&self) -> Result<Authority, Error> {
        let mut entities = Vec::new();
        for path in &self.files {
            entities.extend(self.entities(path)?);
        }
        if entities.is_empty() {
            let help =
                "a register has records of ROR, a table with id and name, or records of organizations or concepts";
            return Err(Error::input("the authorities name no organization").help(help));
        }
        Ok(Authority::new(entities))
    }

    fn entities(&self, path: &Path) -> Result<Vec<Entity>, Error> {
        let name = path.display().to_string();
        let bytes = unpacked(&name, inputs::bytes(&name, self.most, MORE)?, self.most)?;
        if let Some(kept) = read::kept(&bytes) {
            let again = |why| Error::input(format!("{name} {why}")).help("make it again with `plenary link index`");
            return kept.map_err(again);
        }
        let is_ror = read::is_ror(&String::from_utf8_lossy(&bytes));
        if !is_ror && !has_ending(path, &["csv", "tsv"]) {
            return records(path, bytes, self.most);
        }
        let text = inputs::text(&name, bytes, "")?;
        if !is_ror {
            return read_table(&Table::read(&text, None)?);
        }
        let help = "give the register as it was published: a list of records, or a record a line";
        read::ror(text.text()).map_err(|mistake| Error::input(format!("{name}: {mistake}")).help(help))
    }
}

/// The way out where a register is longer than what is read.
const MORE: &str = "allow more with --max-authority-bytes";

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    endings.iter().any(|ending| name.ends_with(&format!(".{ending}")))
}

/// The bytes, unpacked where they are packed.
fn unpacked(name: &str, bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, Error> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes.as_slice()).take(most + 1);
    reader.read_to_end(&mut plain).map_err(|error| Error::unread(name, &error))?;
    if plain.len() as u64 > most {
        let message = format!("{name} is longer than {most} bytes unpacked");
        return Err(Error::input(message).help(MORE));
    }
    Ok(plain)
}

/// Organizations and concepts of records, in any format that is read.
fn records(path: &Path, bytes: Vec<u8>, most: u64) -> Result<Vec<Entity>, Error> {
    let limits = Limits { bytes: most, ..Limits::default() };
    let job = Job {
        task: Task::Keep(Keep::default()),
        from: None,
        files: Files::default(),
        read: ReadOptions { limits, ..ReadOptions::default() },
        settings: Vec::new(),
    };
    let (snapshot, is_sound) = sources::read(&job, &[Input::Text { path: path.into(), bytes: bytes.into() }])?;
    if !is_sound {
        let message = format!("{} cannot be used as an authority", path.display());
        let help =
            "mend the errors above first, or give ROR as it was published, or a table (.csv, .tsv) with id and name";
        return Err(Error::input(message).help(help));
    }
    let world = World::new(vec![(Source::default(), snapshot)]);
    Ok(world.nodes().iter().filter_map(|node| entity(&world, node)).collect())
}

/// A record as one of a register; none of what has no name.
fn entity(world: &World, node: &Node) -> Option<Entity> {
    if !["Organization", "Concept"].contains(&node.class().name.as_str()) {
        return None;
    }
    let of = |kind: NameKind, field: &'static str| node.texts(field).map(move |name| (kind, name.to_owned()));
    let label = node.label().map(|name| (NameKind::Label, name.to_owned()));
    let mut names: Vec<(NameKind, String)> = label.into_iter().collect();
    for (kind, field) in [
        (NameKind::Label, "name"),
        (NameKind::Label, "label"),
        (NameKind::Alias, "alternateName"),
        (NameKind::Alias, "altLabel"),
        (NameKind::Acronym, "acronym"),
    ] {
        names.extend(of(kind, field));
    }
    names.first()?;
    let country = node.text("country").map(|code| Place { country: code.to_uppercase(), ..Place::default() });
    Some(Entity {
        iri: node.text("ror").unwrap_or(&node.iri).to_owned(),
        names,
        places: country.into_iter().collect(),
        domains: Vec::new(),
        parents: world.refs(node, "unitOf").map(|whole| world.nodes()[whole].iri.clone()).collect(),
    })
}
