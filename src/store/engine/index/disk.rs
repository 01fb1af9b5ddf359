//! Statements on disk: the tables of one source in a database, as they were when it was whole.

use oxigraph::model::{BlankNode, Literal, NamedNode, Term};
use redb::{ReadOnlyTable, ReadTransaction, ReadableTableMetadata, TableDefinition};

use super::{BY_GRAPH, BY_SUBJECT, GRAPH, Graph, Index, Kept, ORDERS, Row, UNNAMED, Unread};

/// A row in one of the orders: its parts one behind the other, so that keys are compared as rows are.
pub(super) type Key = u128;

/// Tables of a source: their names begin with its number.
#[derive(Debug)]
pub(super) struct Names {
    terms: String,
    numbers: String,
    rows: [String; 4],
}

impl Names {
    pub(super) fn new(source: u64) -> Self {
        let name = |what: &str| format!("{source:016x} {what}");
        let rows = ["by subject", "by property", "by object", "by graph"].map(name);
        Self { terms: name("terms"), numbers: name("numbers"), rows }
    }

    pub(super) fn terms(&self) -> TableDefinition<'_, u32, &'static [u8]> {
        TableDefinition::new(&self.terms)
    }

    pub(super) fn numbers(&self) -> TableDefinition<'_, &'static [u8], u32> {
        TableDefinition::new(&self.numbers)
    }

    pub(super) fn rows(&self) -> [TableDefinition<'_, Key, ()>; 4] {
        std::array::from_fn(|at| TableDefinition::new(&self.rows[at]))
    }

    /// Whether a table is of this source.
    pub(super) fn has(&self, table: &str) -> bool {
        self.rows.iter().chain([&self.terms, &self.numbers]).any(|name| name == table)
    }
}

/// The key of a row.
pub(super) fn key(row: &Row, order: [usize; 4]) -> Key {
    order.iter().fold(0, |key, part| key << 32 | Key::from(row[*part]))
}

fn row(key: Key, order: [usize; 4]) -> Row {
    let mut row = [0; 4];
    for (at, part) in order.iter().enumerate() {
        // The shift leaves one part, and what is above it is cut off.
        #[allow(clippy::cast_possible_truncation)]
        let number = (key >> (96 - 32 * at)) as u32;
        row[*part] = number;
    }
    row
}

/// The terms, and the rows in each order. They stay as they were when they were opened.
#[derive(Debug)]
pub(super) struct Tables {
    terms: ReadOnlyTable<u32, &'static [u8]>,
    numbers: ReadOnlyTable<&'static [u8], u32>,
    rows: [ReadOnlyTable<Key, ()>; 4],
}

/// Rows of a table, in its order.
pub(super) struct Range {
    rows: redb::Range<'static, Key, ()>,
    order: [usize; 4],
}

impl Iterator for Range {
    type Item = Result<Row, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.rows.next()?;
        Some(next.map(|(key, _)| row(key.value(), self.order)).map_err(unread))
    }
}

fn unread(why: impl Into<redb::Error>) -> Unread {
    Unread(why.into().to_string())
}

impl Tables {
    /// The tables of a source.
    pub(super) fn open(transaction: &ReadTransaction, names: &Names) -> Result<Self, Unread> {
        let [subject, predicate, object, graph] = names.rows();
        let table = |definition| transaction.open_table(definition).map_err(unread);
        Ok(Self {
            terms: transaction.open_table(names.terms()).map_err(unread)?,
            numbers: transaction.open_table(names.numbers()).map_err(unread)?,
            rows: [table(subject)?, table(predicate)?, table(object)?, table(graph)?],
        })
    }

    pub(super) fn number(&self, term: &Term) -> Result<Option<u32>, Unread> {
        let found = self.numbers.get(encoded(term).as_slice()).map_err(unread)?;
        Ok(found.map(|number| number.value()))
    }

    pub(super) fn term(&self, number: u32) -> Result<Option<Term>, Unread> {
        let found = self.terms.get(number).map_err(unread)?;
        found
            .map(|bytes| decoded(bytes.value()).ok_or_else(|| Unread(format!("no term has the number {number}"))))
            .transpose()
    }

    /// The rows that begin with these parts, in one of the orders.
    pub(super) fn range(&self, at: usize, prefix: impl Iterator<Item = u32>) -> Result<Range, Unread> {
        let (least, rest) = prefix.fold((0, Key::MAX), |(key, rest), part| (key << 32 | Key::from(part), rest >> 32));
        let known = rest.leading_zeros();
        let least = if known == 0 { 0 } else { least << (Key::BITS - known) };
        let rows = self.rows[at].range(least..=least | rest).map_err(unread)?;
        Ok(Range { rows, order: ORDERS[at] })
    }

    /// How many statements there are, whatever graphs they stand in. It looks at every one.
    pub(super) fn distinct(&self) -> Result<u64, Unread> {
        let (mut count, mut before) = (0, None);
        for row in self.range(BY_SUBJECT, std::iter::empty())? {
            let row = row?;
            let what = [row[0], row[1], row[2]];
            count += u64::from(before.replace(what) != Some(what));
        }
        Ok(count)
    }

    /// The index over these tables.
    pub(super) fn index(self, distinct: u64) -> Result<Index, Unread> {
        let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let graphs = self.graphs()?;
        let rows = size(self.rows[BY_SUBJECT].len().map_err(unread)?);
        Ok(Index { kept: Kept::Disk(Box::new(self)), graphs, rows, distinct: size(distinct) })
    }

    fn graphs(&self) -> Result<Vec<Graph>, Unread> {
        let mut graphs = Vec::new();
        let mut rows = self.range(BY_GRAPH, std::iter::empty())?;
        while let Some(first) = rows.next().transpose()? {
            let number = first[GRAPH];
            if number == UNNAMED {
                break;
            }
            let count =
                self.range(BY_GRAPH, std::iter::once(number))?.try_fold(0, |count, row| row.map(|_| count + 1))?;
            graphs.extend(self.term(number)?.map(|name| Graph { number, name, rows: count }));
            // What follows the last row of this graph.
            let rest = self.rows[BY_GRAPH].range(Key::from(number + 1) << 96..).map_err(unread)?;
            rows = Range { rows: rest, order: ORDERS[BY_GRAPH] };
        }
        Ok(graphs)
    }
}

/// Between the parts of a literal. It stands in no IRI and in no language tag.
const BREAK: u8 = 0;

/// A term in bytes, lexical form and all: a letter for its sort, then its parts.
pub(super) fn encoded(term: &Term) -> Vec<u8> {
    let parts = |letter: u8, first: &str, second: Option<&str>| {
        let mut bytes = vec![letter];
        bytes.extend_from_slice(first.as_bytes());
        if let Some(second) = second {
            bytes.push(BREAK);
            bytes.extend_from_slice(second.as_bytes());
        }
        bytes
    };
    match term {
        Term::NamedNode(node) => parts(b'i', node.as_str(), None),
        Term::BlankNode(node) => parts(b'b', node.as_str(), None),
        Term::Literal(literal) => match literal.language() {
            Some(language) => parts(b'l', language, Some(literal.value())),
            None => parts(b't', literal.datatype().as_str(), Some(literal.value())),
        },
    }
}

fn decoded(bytes: &[u8]) -> Option<Term> {
    let (letter, text) = std::str::from_utf8(bytes).ok()?.split_at_checked(1)?;
    let parts = || text.split_once(char::from(BREAK));
    Some(match letter {
        "i" => NamedNode::new_unchecked(text).into(),
        "b" => BlankNode::new_unchecked(text).into(),
        "l" => {
            let (language, value) = parts()?;
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        _ => {
            let (datatype, value) = parts()?;
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_what_they_were() {
        let terms = [
            Term::from(NamedNode::new_unchecked("https://x.example/é")),
            BlankNode::new_unchecked("b0").into(),
            Literal::new_simple_literal("a \u{0} b").into(),
            Literal::new_language_tagged_literal_unchecked("colour", "en-gb").into(),
            Literal::new_typed_literal("PT90M", NamedNode::new_unchecked("http://www.w3.org/2001/XMLSchema#duration"))
                .into(),
            Literal::new_simple_literal("").into(),
        ];
        for term in terms {
            assert_eq!(decoded(&encoded(&term)), Some(term));
        }
    }

    #[test]
    fn keys_are_in_the_order_of_rows() {
        let rows = [[0, 1, 2, UNNAMED], [0, 1, 3, 0], [7, 0, 0, 0], [UNNAMED - 1, 2, 1, 5]];
        for order in ORDERS {
            let mut by_key = rows;
            by_key.sort_by_key(|row| key(row, order));
            let mut by_part = rows;
            by_part.sort_by_key(|row| order.map(|part| row[part]));
            assert_eq!(by_key, by_part);
            assert!(rows.iter().all(|known| row(key(known, order), order) == *known));
        }
    }
}
