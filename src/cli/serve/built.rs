//! Serving: the options, and the inputs as they are read at the start and at each reload.

use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use twox_hash::XxHash3_64;

use super::super::Global;
use super::super::gather::Gathered;
use super::Arguments;
use crate::diagnostic::Error;
use crate::input::Input;
use crate::publish;
use crate::serve::{self, Content, Folder, Limits, Options, Source};

/// Serves until a signal, and gives the exit code.
pub(super) fn run(arguments: Arguments, global: Global) -> Result<u8, Error> {
    let options = arguments.options();
    serve::run(Arc::new(Inputs { arguments, global, is_sound: AtomicBool::new(false) }), options).map(|()| 0)
}

impl Arguments {
    fn options(&self) -> Options {
        let bounds = &self.bounds;
        let bytes = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let limits = Limits {
            body: bytes(bounds.max_body),
            answer: bytes(bounds.max_answer),
            rows: bytes(bounds.max_rows.into()),
            time: Duration::from_secs(bounds.max_time.max(1).into()),
            patience: Duration::from_secs(bounds.patience.max(1).into()),
            concurrency: bounds.concurrency.max(1).into(),
            connections: bytes(bounds.connections.max(1).into()),
            rate: NonZeroU32::new(bounds.rate).map(NonZeroU32::get),
        };
        Options {
            listen: self.listen,
            behind_proxy: self.behind_proxy,
            log_clients: self.log_clients,
            watch: self.watch,
            store: self.store.clone(),
            limits,
        }
    }
}

/// What the command line names, read anew each time.
struct Inputs {
    arguments: Arguments,
    global: Global,
    /// Whether what is served was read without an error.
    is_sound: AtomicBool,
}

impl Inputs {
    /// The folder of a site, where the only input is one.
    fn site(&self) -> Option<&Path> {
        match self.arguments.gathering.paths() {
            [path] => Some(Path::new(path)).filter(|path| publish::is_site(path)),
            _ => None,
        }
    }

    /// Reads inputs. Those that have errors do not take the place of such as had none: a file that is half saved is no reason to
    /// take its records off the site.
    fn gather(&self, paths: &[String]) -> Result<Gathered, Error> {
        let gathered = self.arguments.gathering.gather_from(paths, &self.global)?;
        let gathered = gathered.map_err(|_| Error::usage("the configuration has mistakes; nothing was read"))?;
        if gathered.is_broken && self.is_sound.load(Ordering::Relaxed) {
            let help = "mend them; plenary validate lists all errors";
            return Err(Error::usage("the inputs have errors that they had not before").help(help));
        }
        Ok(gathered)
    }

    /// What is served from now on.
    fn content(&self, gathered: Gathered, folder: Folder) -> Content {
        self.is_sound.store(!gathered.is_broken, Ordering::Relaxed);
        Content { collection: gathered.collection, folder }
    }
}

impl Source for Inputs {
    fn load(&self) -> Result<Content, Error> {
        if let Some(site) = self.site() {
            let records = site.join("data/dataset.ndjson").display().to_string();
            return Ok(self.content(self.gather(&[records])?, Folder::Kept(site.to_owned())));
        }
        let gathered = self.gather(self.arguments.gathering.paths())?;
        let folder = tempfile::Builder::new().prefix("plenary-site-").tempdir();
        let folder = folder.map_err(|error| Error::io("cannot make a folder for the site", &error))?;
        let options = self.arguments.making.options(gathered.base.clone(), &gathered.collection)?;
        publish::publish(&gathered.collection, &publish::Options { served: true, ..options }, folder.path())?;
        Ok(self.content(gathered, Folder::Temporary(folder)))
    }

    fn fingerprint(&self) -> u64 {
        let files = match self.site() {
            Some(site) => vec![site.join(publish::MANIFEST)],
            None => self.arguments.gathering.inputs().unwrap_or_default().into_iter().filter_map(file).collect(),
        };
        let about: Vec<String> = files.iter().map(|path| about(path)).collect();
        XxHash3_64::oneshot(about.join("\n").as_bytes())
    }
}

fn file(input: Input) -> Option<PathBuf> {
    match input {
        Input::File(path) => Some(path),
        Input::Stdin | Input::Text { .. } => None,
    }
}

/// Name, length and time of a file; the name alone while it cannot be read.
fn about(path: &Path) -> String {
    let of = |about: fs::Metadata| {
        let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some((about.len(), since.as_nanos()))
    };
    format!("{} {:?}", path.display(), fs::metadata(path).ok().and_then(of))
}
