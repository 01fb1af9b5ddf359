//! Bringing a file of statements into a store on disk, so that what was once confirmed stays, whatever happens.
//!
//! A file is taken in pieces of whole lines. Each piece is one transaction, together with the mark that says how far the file
//! is; so a mark never says more, nor less, than what is there. Sources are told apart by a hash of their bytes: a file that has
//! changed is another source, whose tables are filled beside the ones that are asked meanwhile.

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use redb::{Database, ReadableTable, Table, TableDefinition, TableHandle, WriteTransaction};
use twox_hash::XxHash3_64;

use super::disk::{Key, Names, Tables, encoded, key};
use super::memory::row;
use super::{Index, ORDERS, Row};
use crate::store::engine::Store;

/// The file of a store, within its folder.
const FILE: &str = "statements.redb";
/// Bytes of the database that are kept in memory.
const CACHE: usize = 128 << 20;
/// Bytes of a file that are confirmed at a time.
const PIECE: u64 = 4 << 20;
/// Terms whose numbers are at hand while a file is loaded.
const AT_HAND: usize = 500_000;

/// A file up to this many bytes is left as it is.
const LEAST: u64 = 16 << 20;
/// A file that is so many times as large as what is in use is made smaller when it is opened, while nobody reads it: a source
/// that took the place of another one was filled beside it.
const SLACK: u64 = 2;

/// How far each source is: bytes, lines, terms, statements whatever their graphs, and whether that is all.
const MARKS: TableDefinition<u64, (u64, u64, u32, u64, bool)> = TableDefinition::new("sources");

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A folder that holds statements. One process at a time has it.
#[derive(Debug)]
pub struct Disk {
    database: Database,
}

/// How much of a file is confirmed: it is there after whatever happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file.
    pub bytes: u64,
    /// All bytes of it.
    pub all: u64,
    /// Lines of the file, each a statement.
    pub lines: u64,
}

/// What stands in [`MARKS`].
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    bytes: u64,
    lines: u64,
    terms: u32,
    distinct: u64,
    is_whole: bool,
}

impl Disk {
    /// Opens the store of a folder, and makes both where they are not there.
    ///
    /// # Errors
    /// With the reason, where that cannot be done, or another process has it.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let open = || -> Done<Database> {
            std::fs::create_dir_all(folder)?;
            let file = folder.join(FILE);
            let mut builder = Database::builder();
            builder.set_cache_size(CACHE).create_with_file_format_v3(true);
            let mut database = builder.create(&file)?;
            let taken = std::fs::metadata(&file)?.len();
            if taken > LEAST && taken / SLACK > in_use(&database)? {
                database.compact()?;
            }
            Ok(database)
        };
        let database = open().map_err(|why| format!("cannot open the store {}: {why}", folder.display()))?;
        Ok(Self { database })
    }

    /// The statements of a file in N-Quads. What is not there yet is loaded; `tell` gets what was confirmed before, and then
    /// after each piece. Other sources are given up once this one is whole.
    ///
    /// # Errors
    /// With the reason, where the file or the store fails, or `tell` does not want to go on. What was confirmed stays.
    pub fn load(&self, file: &Path, tell: &mut dyn FnMut(Progress) -> Result<(), String>) -> Result<Store, String> {
        self.load_pieces(file, PIECE, tell)
    }

    /// The same, in pieces of some bytes.
    pub(super) fn load_pieces(
        &self,
        file: &Path,
        piece: u64,
        tell: &mut dyn FnMut(Progress) -> Result<(), String>,
    ) -> Result<Store, String> {
        let index = self.index(file, piece, tell);
        let index = index.map_err(|why| format!("cannot load {} into the store: {why}", file.display()))?;
        Ok(Store { index })
    }

    fn index(&self, path: &Path, piece: u64, tell: &mut dyn FnMut(Progress) -> Result<(), String>) -> Done<Index> {
        let mut file = File::open(path)?;
        let (source, all) = hash(&mut file)?;
        let names = Names::new(source);
        let mut mark = self.mark(source)?;
        tell(mark.progress(all))?;
        file.seek(SeekFrom::Start(mark.bytes))?;
        let mut file = BufReader::new(file);
        let mut known = HashMap::new();
        while !mark.is_whole {
            let text = lines(&mut file, piece)?;
            if text.is_empty() {
                mark = self.finish(&names, source, mark)?;
                break;
            }
            mark = self.add(&names, source, mark, &text, &mut known)?;
            tell(mark.progress(all))?;
        }
        let tables = Tables::open(&self.database.begin_read()?, &names)?;
        Ok(tables.index(mark.distinct)?)
    }

    fn mark(&self, source: u64) -> Done<Mark> {
        let transaction = self.database.begin_write()?;
        let mark = {
            let marks = transaction.open_table(MARKS)?;
            let found = marks.get(source)?;
            found.map_or_else(Mark::default, |found| Mark::of(found.value()))
        };
        transaction.commit()?;
        Ok(mark)
    }

    /// Adds the statements of some lines, and confirms them.
    fn add(&self, names: &Names, source: u64, mut mark: Mark, text: &[u8], known: &mut Known) -> Done<Mark> {
        let transaction = self.database.begin_write()?;
        let mut numbering = Numbering {
            terms: transaction.open_table(names.terms())?,
            numbers: transaction.open_table(names.numbers())?,
            known,
            next: mark.terms,
        };
        let mut rows = Vec::new();
        for quad in RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(text) {
            rows.push(row(quad?, |term| numbering.number(&term))?);
        }
        mark.terms = numbering.next;
        drop(numbering);
        insert(&transaction, names, &rows)?;
        mark.bytes += text.len() as u64;
        mark.lines += rows.len() as u64;
        transaction.open_table(MARKS)?.insert(source, mark.parts())?;
        transaction.commit()?;
        Ok(mark)
    }

    /// Says that a source is whole, and gives up all others.
    fn finish(&self, names: &Names, source: u64, mut mark: Mark) -> Done<Mark> {
        let transaction = self.database.begin_write()?;
        // A file without a statement has tables, too.
        insert(&transaction, names, &[])?;
        transaction.open_table(names.terms())?;
        transaction.open_table(names.numbers())?;
        transaction.commit()?;
        mark.distinct = Tables::open(&self.database.begin_read()?, names)?.distinct()?;
        mark.is_whole = true;
        let transaction = self.database.begin_write()?;
        let others: Vec<_> = transaction
            .list_tables()?
            .filter(|table| table.name() != MARKS.name() && !names.has(table.name()))
            .collect();
        for table in others {
            transaction.delete_table(table)?;
        }
        {
            let mut marks = transaction.open_table(MARKS)?;
            marks.retain(|known, _| known == source)?;
            marks.insert(source, mark.parts())?;
        }
        transaction.commit()?;
        Ok(mark)
    }
}

impl Mark {
    fn of((bytes, lines, terms, distinct, is_whole): (u64, u64, u32, u64, bool)) -> Self {
        Self { bytes, lines, terms, distinct, is_whole }
    }

    fn parts(self) -> (u64, u64, u32, u64, bool) {
        (self.bytes, self.lines, self.terms, self.distinct, self.is_whole)
    }

    fn progress(self, all: u64) -> Progress {
        Progress { bytes: self.bytes, all, lines: self.lines }
    }
}

/// Numbers of terms that are confirmed, or will be with the piece that is being added.
type Known = HashMap<Vec<u8>, u32>;

/// Gives numbers to terms.
struct Numbering<'t, 'k> {
    terms: Table<'t, u32, &'static [u8]>,
    numbers: Table<'t, &'static [u8], u32>,
    known: &'k mut Known,
    next: u32,
}

impl Numbering<'_, '_> {
    fn number(&mut self, term: &Term) -> Done<u32> {
        let bytes = encoded(term);
        if let Some(number) = self.known.get(&bytes) {
            return Ok(*number);
        }
        let there = self.numbers.get(bytes.as_slice())?.map(|number| number.value());
        let number = match there {
            Some(number) => number,
            None => self.add(&bytes)?,
        };
        if self.known.len() >= AT_HAND {
            self.known.clear();
        }
        self.known.insert(bytes, number);
        Ok(number)
    }

    fn add(&mut self, bytes: &[u8]) -> Done<u32> {
        let number = self.next;
        // The last number is no term's.
        self.next = number.checked_add(1).ok_or("there are more terms than a store can hold")?;
        self.terms.insert(number, bytes)?;
        self.numbers.insert(bytes, number)?;
        Ok(number)
    }
}

fn insert(transaction: &WriteTransaction, names: &Names, rows: &[Row]) -> Done<()> {
    for (order, name) in ORDERS.into_iter().zip(names.rows()) {
        let mut table = transaction.open_table(name)?;
        let mut keys: Vec<Key> = rows.iter().map(|row| key(row, order)).collect();
        // Neighbours go into one page.
        keys.sort_unstable();
        for key in keys {
            table.insert(key, ())?;
        }
    }
    Ok(())
}

/// Bytes of a database that hold something.
fn in_use(database: &Database) -> Done<u64> {
    let transaction = database.begin_write()?;
    let stats = transaction.stats()?;
    let bytes = stats.allocated_pages() * stats.page_size() as u64;
    transaction.abort()?;
    Ok(bytes)
}

/// A hash of all bytes of a file, and how many there are.
fn hash(file: &mut File) -> std::io::Result<(u64, u64)> {
    let (mut hash, mut all) = (0, 0);
    let mut bytes = Vec::new();
    while file.take(PIECE).read_to_end(&mut bytes)? > 0 {
        hash = XxHash3_64::oneshot_with_seed(hash, &bytes);
        all += bytes.len() as u64;
        bytes.clear();
    }
    Ok((hash, all))
}

/// At least some bytes, up to the end of a line; nothing at the end.
fn lines(file: &mut impl BufRead, piece: u64) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    file.take(piece).read_to_end(&mut text)?;
    if text.last().is_some_and(|byte| *byte != b'\n') {
        file.read_until(b'\n', &mut text)?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use tempfile::TempDir;

    use super::*;

    /// Statements of which some stand in two graphs.
    fn statements(count: usize) -> String {
        (0..count).fold(String::new(), |mut text, at| {
            let graph = if at % 3 == 0 { String::new() } else { format!(" <http://x.example/g{}>", at % 3) };
            let (subject, what) = (at % 7, at % 11);
            writeln!(text, "<http://x.example/{subject}> <http://x.example/p{what}> \"PT{at}M\"{graph} .")
                .expect("text");
            text
        })
    }

    fn rows(store: &Store) -> Vec<Row> {
        store.index.rows([None; 4]).collect::<Result<_, _>>().expect("they can be read")
    }

    fn in_memory(text: &str) -> Store {
        let mut builder = crate::store::Builder::default();
        builder.add(text.as_bytes()).expect("these are N-Quads");
        builder.finish()
    }

    #[test]
    fn what_was_confirmed_before_an_end_is_there_and_the_rest_is_loaded() {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("a.nq");
        let text = statements(200);
        std::fs::write(&file, &text).expect("it can be written");
        let mut confirmed = Vec::new();
        let disk = Disk::open(folder.path()).expect("a store");
        let ended = disk.load_pieces(&file, 1000, &mut |progress| {
            confirmed.push(progress);
            if confirmed.len() < 4 { Ok(()) } else { Err("the end".to_owned()) }
        });
        assert!(ended.is_err_and(|why| why.contains("the end")));
        drop(disk);
        let last = *confirmed.last().expect("some was confirmed");
        assert!(last.bytes >= 3000 && last.bytes < last.all && last.lines > 30, "{last:?}");

        let disk = Disk::open(folder.path()).expect("a store");
        let mut again = Vec::new();
        let mut tell = |progress| {
            again.push(progress);
            Ok(())
        };
        let store = disk.load_pieces(&file, 1000, &mut tell).expect("it can be loaded");
        assert_eq!(again.first(), Some(&last));
        assert_eq!(again.last().map(|progress| (progress.bytes, progress.lines)), Some((text.len() as u64, 200)));
        let other = in_memory(&text);
        assert_eq!(rows(&store), rows(&other));
        assert_eq!((store.len(), store.index.distinct()), (other.len(), other.index.distinct()));
        assert_eq!(store.index.graphs(), other.index.graphs());
    }

    #[test]
    fn every_pattern_has_the_rows_that_it_has_in_memory() {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("a.nq");
        let text = statements(60);
        std::fs::write(&file, &text).expect("it can be written");
        let store = Disk::open(folder.path()).expect("a store").load(&file, &mut |_| Ok(())).expect("it is loaded");
        let other = in_memory(&text);
        for row in rows(&other) {
            for mask in 0..16 {
                let wanted = std::array::from_fn(|at| (mask >> at & 1 == 1).then_some(row[at]));
                let of = |store: &Store| store.index.rows(wanted).collect::<Result<Vec<_>, _>>().expect("rows");
                assert_eq!(of(&store), of(&other), "{wanted:?}");
                assert!(of(&store).contains(&row));
            }
        }
    }

    #[test]
    fn another_source_takes_the_place_of_the_first_and_leaves_who_reads_it_alone() {
        let folder = TempDir::new().expect("a folder");
        let [one, other, none] = ["a.nq", "b.nq", "c.nq"].map(|name| folder.path().join(name));
        std::fs::write(&one, statements(20)).expect("it can be written");
        std::fs::write(&other, statements(5)).expect("it can be written");
        std::fs::write(&none, "").expect("it can be written");
        let disk = Disk::open(folder.path()).expect("a store");
        assert!(Disk::open(folder.path()).is_err_and(|why| why.contains("cannot open the store")));
        let load = |file: &Path| disk.load(file, &mut |_| Ok(())).expect("it is loaded");
        let first = load(&one);
        let second = load(&other);
        assert_eq!((rows(&first).len(), rows(&second).len(), load(&none).len()), (20, 5, 0));
        let tables = disk.database.begin_read().expect("it can be read").list_tables().expect("tables").count();
        assert_eq!(tables, 7, "six of the last source, and the marks");
    }

    #[test]
    fn room_that_is_not_in_use_is_given_back_when_a_store_is_opened() {
        let folder = TempDir::new().expect("a folder");
        let [large, small] = ["a.nq", "b.nq"].map(|name| folder.path().join(name));
        std::fs::write(&large, statements(60_000)).expect("it can be written");
        std::fs::write(&small, statements(10)).expect("it can be written");
        let size = || std::fs::metadata(folder.path().join(FILE)).expect("it is there").len();
        let load = |file: &Path| {
            let disk = Disk::open(folder.path()).expect("a store");
            rows(&disk.load(file, &mut |_| Ok(())).expect("it is loaded"))
        };
        load(&large);
        let wanted = load(&small);
        let before = size();
        assert!(before > LEAST);
        assert_eq!(load(&small), wanted);
        assert!(size() < before / 4, "{} of {before}", size());
    }

    #[test]
    fn what_is_no_statement_is_told_and_what_was_before_it_stays() {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("a.nq");
        std::fs::write(&file, statements(20) + "nonsense\n").expect("it can be written");
        let disk = Disk::open(folder.path()).expect("a store");
        let mut last = None;
        let mut tell = |progress: Progress| {
            last = Some(progress.lines);
            Ok(())
        };
        let why = disk.load_pieces(&file, 700, &mut tell).expect_err("it is no N-Quads");
        assert!(why.contains("a.nq"), "{why}");
        assert!(last.is_some_and(|lines| lines > 5 && lines < 20), "{last:?}");
    }
}
