//! CSV: one record a row, columns named by the paths of the fields.
//!
//! The text is RFC 4180, read with what spreadsheets make of it: `,`, `;` or tab between the cells (whichever the header
//! line has most of), a byte order mark, any line ends, blank lines. A header says where its cells belong:
//!
//! | header | cell |
//! |---|---|
//! | `title` | a field; a field that takes a record takes its id |
//! | `edition.name` | a field of the record inside |
//! | `participations.1.role`, `participations[1].role` | a field of the first item of a list; gaps close up |
//! | `title@en`, `title@none` | text in a language, or in none beside others |
//! | `relatedTo`, `keywords@fr` | a list of strings: `wsis:C1 \| sdg:17`, or one on each line of the cell |
//! | `type` | the type of the record; without it, every row is a Session |
//!
//! An empty cell says nothing. In a list, a backslash takes the meaning from a `|`, a backslash or white space after
//! it. A participant or organizer without `type` is a Person. A cell that a spreadsheet would run as a formula has an
//! apostrophe before it, which is taken off again.

mod cell;
mod columns;
pub mod foreign;
mod header;
mod read;
pub(crate) mod scan;
mod table;
#[cfg(test)]
mod tests;
pub mod workbook;
mod write;

use crate::format::{Format, Write};
use crate::shape::shape;

pub use cell::is_guarded;
pub use write::{Visit, write_in_passes};

pub static FORMAT: Format = Format {
    name: "csv",
    about: "CSV: one record a row, columns named by fields such as participations.1.agent.name",
    extensions: &["csv"],
    media_types: &["text/csv"],
    sniff,
    read: Some(read::read),
    statements: None,
    comments: None,
    write: Some(Write::Whole(write::write)),
};

/// What a row is that does not say.
const DEFAULT_TYPE: &str = "Session";

/// Items of a list that may have columns: an index in a header must not make us allocate.
const MAX_ITEMS: usize = 10_000;

/// Whether most cells of the first row name fields of a type. The last one may be cut off.
fn sniff(text: &str) -> bool {
    let Some(row) = scan::Rows::new(text).next() else { return false };
    let named = |root: usize| {
        let names = |header: &str| header::steps(header).is_ok_and(|steps| header::resolve(&steps, root).is_ok());
        row.cells.iter().filter(|cell| names(&cell.text)).count()
    };
    shape().roots.iter().copied().any(|root| named(root) * 2 > row.cells.len())
}
