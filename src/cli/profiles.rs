//! `plenary profiles` and `plenary init`: what can be asked of records, and a configuration that asks for it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Global;
use super::configuration::Configuring;
use super::output::Output;
use super::report::Reporter;
use crate::config::{Profiles, profile_as_toml, starter};
use crate::diagnostic::Error;
use crate::input::CONFIGURATION;

/// What `profiles` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print this profile with all that it comes to, in the syntax of plenary.toml
    name: Option<String>,
    #[command(flatten)]
    configuring: Configuring,
}

/// What `init` takes.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to write plenary.toml in
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// The profile that it names
    #[arg(long, value_name = "NAME", default_value = "default")]
    profile: String,
    /// Overwrite a file that is there
    #[arg(long, action = super::FLAG)]
    force: bool,
}

/// Lists the profiles, or prints one.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let setup = arguments.configuring.set_up(&[])?;
    if !setup.is_sound() {
        return setup.tell(Reporter::beside(global.quiet));
    }
    let profiles = &setup.config.profiles;
    match &arguments.name {
        Some(name) => {
            let text = profile_as_toml(&profiles.resolve(name)?);
            super::printed(|out| out.write_all(text.as_bytes()).map(|()| true))
        }
        None => super::printed(|out| list(profiles, out)),
    }
}

fn list(profiles: &Profiles, out: &mut dyn Write) -> std::io::Result<bool> {
    let width = profiles.names().map(|name| name.chars().count()).max().unwrap_or_default().max(10);
    for name in profiles.names() {
        let about = profiles.get(name).map(|layer| layer.about.as_str()).unwrap_or_default();
        writeln!(out, "{}", format!("{name:<width$} {about}").trim_end())?;
    }
    Ok(true)
}

/// Writes a commented configuration.
pub(super) fn init(arguments: &Init, global: &Global) -> Result<u8, Error> {
    let profile = Profiles::default().resolve(&arguments.profile)?;
    let path = match arguments.folder.as_path() {
        folder if folder == Path::new(".") => PathBuf::from(CONFIGURATION),
        folder => folder.join(CONFIGURATION),
    };
    if path.exists() && !arguments.force {
        return Err(Error::usage(format!("there is a {} already", path.display())).help("--force overwrites it"));
    }
    let mut output = Output::open(Some(&path))?;
    let written = output.write_all(starter::starter(&profile.name).as_bytes());
    written.map_err(|error| Error::io(format!("cannot write {}", path.display()), &error))?;
    output.finish()?;
    if !global.quiet {
        let _ = writeln!(anstream::stderr(), "wrote {}", path.display());
    }
    Ok(0)
}
