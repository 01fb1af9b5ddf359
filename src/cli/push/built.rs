//! Pushing: inputs by graph, progress, what became of them.

use indicatif::{ProgressBar, ProgressStyle};

use super::super::statements::Stated;
use super::super::{Global, say, watched};
use super::Arguments;
use crate::config::feeds::Manner;
use crate::diagnostic::{Error, counted};
use crate::harvest::{self, Post};
use crate::push::{self, Graphs, Journal, Sorting, Summary, Target, Way};

/// Pushes, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let target = target(arguments)?;
    let headers = push::credentials(&target.address, &|name| std::env::var(name).ok())?.into_iter().collect();
    let mut sorting = Sorting::new()?;
    let is_broken = match arguments.stating.state(&arguments.paths, global, &mut |nquads| sorting.add(nquads))? {
        Stated::Told(code) => return Ok(code),
        Stated::Taken { is_broken } => is_broken,
    };
    let graphs = sorting.finish();
    // A second handler cannot be set; then the first one does the same.
    let _ = ctrlc::set_handler(harvest::interrupt);
    let mut journal = Journal::open(&arguments.journal, &target)?;
    let manner = Manner { retries: arguments.retries, timeout: arguments.timeout, ..Manner::default() };
    let post = Post::new(&target.address, manner, headers);
    let bar = bar(&graphs, watched(global));
    let mut tell = |name: &str, bytes: usize| {
        bar.set_message(push::called(name));
        bar.inc(bytes as u64);
    };
    // A graph that cannot be read is not one that is gone.
    let wishes = (arguments.force, arguments.prune && !is_broken);
    let summary = push::push(&graphs, &target, &post, &mut journal, wishes, &mut tell);
    bar.finish_and_clear();
    let summary = summary?;
    if !global.quiet {
        told(&summary);
        if arguments.prune && is_broken {
            say("nothing was dropped, since not all inputs are sound: what they lack may only be unreadable");
        }
    }
    Ok(u8::from(is_broken))
}

fn target(arguments: &Arguments) -> Result<Target, Error> {
    match (&arguments.graph_store, &arguments.update) {
        (Some(address), _) => Ok(Target { address: address.clone(), way: Way::Protocol }),
        (None, Some(address)) => Ok(Target { address: address.clone(), way: Way::Update }),
        (None, None) => Err(Error::usage("the store is not named").help("name it with --graph-store or --update")),
    }
}

fn bar(graphs: &Graphs, watched: bool) -> ProgressBar {
    if !watched {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bytes}/{total_bytes} {wide_bar} {msg}");
    ProgressBar::new(graphs.bytes() as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn told(summary: &Summary) {
    let Summary { sent, unchanged, dropped, left } = summary;
    let all = counted(sent + unchanged, "graph");
    let dropped = if *dropped > 0 { format!(", {dropped} dropped") } else { String::new() };
    say(&format!("{all}: {sent} sent and confirmed, {unchanged} unchanged{dropped}"));
    if let [first, ..] = left.as_slice() {
        let (count, first) = (counted(left.len(), "graph"), push::called(first));
        say(&format!(
            "the store still has {count} of earlier runs, such as {first}; --prune drops what is no longer there"
        ));
    }
}
