//! `plenary serve`.

use std::fs;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use clap::Args;
use twox_hash::XxHash3_64;

use super::gather::{Gathered, Gathering};
use super::publish::Making;
use super::{FLAG, Global};
use crate::diagnostic::Error;
use crate::input::Input;
use crate::publish;
use crate::serve::{self, Content, Folder, IS_BUILT_IN, Limits, Options, Source};

/// What `serve` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    gathering: Gathering,
    #[command(flatten)]
    making: Making,
    /// Where to listen; port 0 takes a free one. The address is printed
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Reload when the inputs change, without dropping a request; SIGHUP does it at any time
    #[arg(long, action = FLAG)]
    watch: bool,
    /// A proxy of your own is in front: believe its X-Forwarded-For (the last address) and X-Forwarded-Proto
    #[arg(long, action = FLAG)]
    behind_proxy: bool,
    /// Name the addresses of clients in the log
    #[arg(long, action = FLAG)]
    log_clients: bool,
    #[command(flatten)]
    bounds: Bounds,
}

/// What clients may take.
#[derive(Debug, Args)]
struct Bounds {
    /// Longest body of a request, such as 500000, 64K, 8M
    #[arg(long, value_name = "BYTES", default_value = "8M", value_parser = super::size)]
    max_body: u64,
    /// Longest answer to a query
    #[arg(long, value_name = "BYTES", default_value = "16M", value_parser = super::size)]
    max_answer: u64,
    /// Most rows of an answer to a query
    #[arg(long, value_name = "ROWS", default_value_t = 10_000)]
    max_rows: u32,
    /// Longest that an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    max_time: u32,
    /// Longest that a client may take to send its header, or its body, or to take a piece of the answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    patience: u32,
    /// Most requests at the same time
    #[arg(long, value_name = "N", default_value_t = 256)]
    concurrency: u16,
    /// Most connections at the same time
    #[arg(long, value_name = "N", default_value_t = 1000)]
    connections: u32,
    /// Most requests a second of one client, five times as many at once; 0 for no bound
    #[arg(long, value_name = "N", default_value_t = 100)]
    rate: u32,
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
            limits,
        }
    }
}

/// Serves until a signal, and gives the exit code.
pub(super) fn run(arguments: Arguments, global: Global) -> Result<u8, Error> {
    if !IS_BUILT_IN {
        let error = Error::usage("this plenary was built without what serves over HTTP");
        return Err(error.help("build it with --features serve"));
    }
    let options = arguments.options();
    serve::run(Arc::new(Inputs { arguments, global }), options).map(|()| 0)
}

/// What the command line names, read anew each time.
struct Inputs {
    arguments: Arguments,
    global: Global,
}

impl Inputs {
    /// The folder of a site, where the only input is one.
    fn site(&self) -> Option<&Path> {
        match self.arguments.gathering.paths() {
            [path] => Some(Path::new(path)).filter(|path| publish::is_site(path)),
            _ => None,
        }
    }

    fn gather(&self, paths: &[String]) -> Result<Gathered, Error> {
        let gathered = self.arguments.gathering.gather_from(paths, &self.global)?;
        gathered.map_err(|_| Error::usage("the configuration has mistakes; nothing was read"))
    }
}

impl Source for Inputs {
    fn load(&self) -> Result<Content, Error> {
        if let Some(site) = self.site() {
            let records = site.join("data/dataset.ndjson").display().to_string();
            let Gathered { collection, .. } = self.gather(&[records])?;
            return Ok(Content { collection, folder: Folder::Kept(site.to_owned()) });
        }
        let Gathered { collection, base, .. } = self.gather(self.arguments.gathering.paths())?;
        let folder = tempfile::Builder::new().prefix("plenary-site-").tempdir();
        let folder = folder.map_err(|error| Error::io("cannot make a folder for the site", &error))?;
        publish::publish(&collection, &self.arguments.making.options(base, &collection)?, folder.path())?;
        Ok(Content { collection, folder: Folder::Temporary(folder) })
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
