//! CSV into records: columns are looked up once for each type, then every row is read from them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::DEFAULT_TYPE;
use super::columns::{Clash, Slot, Way, type_member};
use super::header::{Hop, Step, Unknown, language, resolve, steps};
use super::scan::{Cell, Row, Rows};
use crate::diagnostic::{Diagnostic, Place, Report, Severity, counted};
use crate::doc::{Node, Value};
use crate::format::{ReadOptions, Syntax};
use crate::lookup::near::nearest;
use crate::model::value::is_map_key;
use crate::shape::{ClassId, shape};
use crate::source::{Source, Span};

/// Reads a record from each row. A row that is not CSV is told and left out; so is a column that leads nowhere.
pub(super) fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let mut rows = Rows::new(source.text());
    let headers = match rows.next() {
        Some(Row { fault: Some(fault), .. }) => Err(fault),
        Some(row) => Ok(row.cells),
        None => Err(Syntax::new(Span::default(), "there is no header line")
            .help("name the columns in the first line: title,start,end")),
    };
    match headers {
        Ok(headers) => {
            let mut reader = Reader::new(source, &headers, options, report);
            let records = rows.filter_map(|row| reader.record(&row)).collect();
            reader.finish();
            records
        }
        Err(fault) => {
            report.push(fault.finding(source));
            Vec::new()
        }
    }
}

/// The cells of the header line, taken apart.
struct Headers<'h, 's> {
    cells: &'h [Cell<'s>],
    /// None for a header that has been found wrong already.
    steps: Vec<Option<Vec<Step<'h>>>>,
}

/// Where the columns belong in records of one class.
struct Plan<'s> {
    slot: Slot<'s>,
    /// Whether a row says that it is of this class; else it is only like it.
    is_said: bool,
    /// The columns that records of the class take nothing from.
    left_out: Vec<usize>,
    /// The columns that the class does not have.
    unknown: BTreeMap<usize, Unknown>,
    /// The first cell in each of those.
    strays: HashMap<usize, Span>,
}

struct Reader<'r, 's> {
    source: &'s Arc<Source>,
    headers: Headers<'r, 's>,
    /// The column of the rows' types.
    type_column: Option<usize>,
    plans: Vec<(ClassId, Plan<'s>)>,
    /// Whether there are rows of which it is not known what columns they may have.
    has_riddles: bool,
    /// How many cells of a column are left out, and the first.
    left_out: BTreeMap<usize, (usize, Span)>,
    report: &'r mut Report,
}

impl<'r, 's> Reader<'r, 's> {
    fn new(source: &'s Arc<Source>, cells: &'r [Cell<'s>], options: &ReadOptions, report: &'r mut Report) -> Self {
        let headers = Headers::new(cells, source, options, report);
        let type_column = headers.steps.iter().position(|steps| steps.as_deref() == Some(&[Step::Field("type")]));
        let (plans, left_out) = (Vec::new(), BTreeMap::new());
        Self { source, headers, type_column, plans, has_riddles: false, left_out, report }
    }

    fn record(&mut self, row: &Row<'s>) -> Option<Node<'s>> {
        if let Some(fault) = row.fault(self.headers.cells.len()) {
            self.report.push(fault.finding(self.source));
            self.has_riddles = self.type_column.is_some();
            return None;
        }
        let first = row.cells.iter().find(|cell| !cell.text.is_empty())?.span;
        let said = self.type_column.map(|column| row.cells[column].text.as_ref()).filter(|said| !said.is_empty());
        let known = class_of(said);
        let at = self.plan(known.unwrap_or_else(|| most_like(said.unwrap_or_default())));
        let plan = &mut self.plans[at].1;
        if known.is_some() {
            plan.is_said = true;
            plan.see_left_out(row, &mut self.left_out);
        } else {
            self.has_riddles = true;
        }
        let mut clashes = Vec::new();
        let record = plan.slot.read(row, &mut clashes);
        for clash in &clashes {
            self.report.push(self.clash(clash));
        }
        let mut record = record.unwrap_or_else(|| Node::new(Value::Object(Vec::new()), first));
        if let Some(members) = record.as_object_mut().filter(|_| said.is_none()) {
            members.insert(0, type_member(DEFAULT_TYPE, first));
        }
        Some(record)
    }

    /// The plan for a class, made when its first row comes.
    fn plan(&mut self, class: ClassId) -> usize {
        self.plans.iter().position(|(known, _)| *known == class).unwrap_or_else(|| {
            self.plans.push((class, self.headers.plan(class)));
            self.plans.len() - 1
        })
    }

    fn clash(&self, clash: &Clash) -> Diagnostic {
        Diagnostic::error("structure/duplicate-key", self.source, clash.whole, "this value is given in two ways")
            .label("as a whole")
            .relate(Place::Span(Arc::clone(self.source), clash.parts), "in parts")
            .help("empty one of the two: the cell with an id or a list, or the cells with the fields of the record")
    }

    /// Tells the columns that no row could use, and the cells that their own row could not. Rows of a type that is not
    /// known say nothing about columns, and may be those that a column is for.
    fn finish(mut self) {
        if self.plans.is_empty() && self.type_column.is_none() {
            let at = self.plan(class_of(None).unwrap_or_default());
            self.plans[at].1.is_said = true;
        }
        let Self { source, headers, mut plans, has_riddles, left_out, report, .. } = self;
        plans.retain(|(_, plan)| plan.is_said);
        let losses = left_out.into_iter().map(|(column, (count, first))| headers.loss(column, count, first, source));
        report.late.extend(losses);
        let mut unknown: Vec<usize> = plans.iter().flat_map(|(_, plan)| plan.unknown.keys().copied()).collect();
        unknown.sort_unstable();
        unknown.dedup();
        for column in unknown {
            let strays = plans.iter().filter_map(|(class, plan)| Some((*class, *plan.strays.get(&column)?)));
            let is_nowhere = plans.iter().all(|(_, plan)| plan.unknown.contains_key(&column));
            if is_nowhere && !(has_riddles && headers.may_be_used(column)) {
                let stray = strays.map(|(_, span)| span).min();
                let first = plans.first().map(|(_, plan)| &plan.unknown);
                let told = first.and_then(|unknown| headers.unknown(column, unknown, stray, source));
                report.findings.extend(told);
            } else {
                report.findings.extend(strays.map(|(class, span)| headers.stray(column, class, span, source)));
            }
        }
    }
}

impl<'s> Plan<'s> {
    fn see_left_out(&mut self, row: &Row<'s>, left_out: &mut BTreeMap<usize, (usize, Span)>) {
        for &column in &self.left_out {
            let cell = &row.cells[column];
            if cell.text.is_empty() {
                continue;
            }
            left_out.entry(column).or_insert((0, cell.span)).0 += 1;
            if self.unknown.contains_key(&column) {
                self.strays.entry(column).or_insert(cell.span);
            }
        }
    }
}

impl<'h, 's> Headers<'h, 's> {
    fn new(cells: &'h [Cell<'s>], source: &Arc<Source>, options: &ReadOptions, report: &mut Report) -> Self {
        let mut first: HashMap<Vec<Step>, Span> = HashMap::new();
        let mut take = |cell: &'h Cell<'s>| {
            let steps = check(cell, options, source).map_err(|finding| report.push(*finding)).ok()?;
            if let Some(first) = first.get(&steps).filter(|_| !cell.text.is_empty()) {
                report.push(duplicate(cell, *first, source));
                return None;
            }
            first.insert(steps.clone(), cell.span);
            Some(steps)
        };
        let steps = cells.iter().map(&mut take).collect();
        Self { cells, steps }
    }

    fn plan(&self, class: ClassId) -> Plan<'s> {
        let (unknown, strays) = (BTreeMap::new(), HashMap::new());
        let mut plan = Plan { slot: Slot::root(), is_said: false, left_out: Vec::new(), unknown, strays };
        for (column, steps) in self.steps.iter().enumerate() {
            match steps.as_ref().map(|steps| resolve(steps, class)) {
                Some(Ok(hops)) => plan.slot.add(self.way(column, &hops)),
                wrong => {
                    plan.left_out.push(column);
                    plan.unknown.extend(wrong.and_then(Result::err).map(|unknown| (column, unknown)));
                }
            }
        }
        plan
    }

    fn way<'w>(&self, column: usize, hops: &'w [Hop]) -> Way<'w, 's> {
        let header = &self.cells[column];
        let language = matches!(hops.last(), Some(Hop::Language)).then(|| language(&header.text)).flatten();
        Way { hops, column, header: header.span, language }
    }

    /// The finding about a column that leads nowhere. One without name matters only where it has cells.
    fn unknown(
        &self,
        column: usize,
        unknown: &BTreeMap<usize, Unknown>,
        stray: Option<Span>,
        source: &Arc<Source>,
    ) -> Option<Diagnostic> {
        let (header, why) = (&self.cells[column], unknown.get(&column)?);
        if header.text.is_empty() {
            return stray.map(|span| {
                Diagnostic::error("structure/syntax", source, span, "this cell stands in a column without a name")
                    .help("name the column in the header line, or remove the cell")
            });
        }
        let finding = Diagnostic::error("structure/unknown-key", source, header.span, &why.message)
            .label("unknown column")
            .help(&why.help);
        let is_meant_before = || unknown.range(..column).any(|(_, before)| before.replacement == why.replacement);
        Some(match &why.replacement {
            Some(name) if !self.has(name) && !is_meant_before() => finding.replace_with(name),
            _ => finding,
        })
    }

    /// Whether a column is there: another one of its name would change what the table says.
    fn has(&self, name: &str) -> bool {
        steps(name).is_ok_and(|wanted| self.steps.iter().flatten().any(|there| *there == wanted))
    }

    /// Whether records of some type have the column.
    fn may_be_used(&self, column: usize) -> bool {
        let leads = |steps: &Vec<Step>| shape().roots.iter().any(|&root| resolve(steps, root).is_ok());
        self.steps[column].as_ref().is_some_and(leads)
    }

    /// The loss line about the cells of a column that no record holds.
    fn loss(&self, column: usize, count: usize, first: Span, source: &Arc<Source>) -> Diagnostic {
        let header = &self.cells[column].text;
        let name = if header.is_empty() { "without a name".to_owned() } else { format!("\"{header}\"") };
        let message = format!("{} of the column {name} left out", counted(count, "cell"));
        Diagnostic::new("loss/field", Severity::Note, source, first, message).at(header)
    }

    /// The finding about a cell in a column that only rows of other types have.
    fn stray(&self, column: usize, class: ClassId, span: Span, source: &Arc<Source>) -> Diagnostic {
        let (header, class) = (&self.cells[column], &shape()[class].name);
        let message = format!("{class} has no field \"{}\"", header.text);
        Diagnostic::error("structure/unknown-key", source, span, message)
            .at(&header.text)
            .relate(Place::Span(Arc::clone(source), header.span), "the column")
            .help("empty the cell, or correct the type of the row")
    }
}

/// Takes a header apart and checks what holds for any class.
fn check<'h>(cell: &'h Cell, options: &ReadOptions, source: &Arc<Source>) -> Result<Vec<Step<'h>>, Box<Diagnostic>> {
    let steps = steps(&cell.text).map_err(|fault| Syntax { span: cell.span, ..fault }.finding(source))?;
    if steps.len() > options.limits.depth {
        return Err(Box::new(Syntax::too_deep(cell.span, options.limits.depth).finding(source)));
    }
    if let Some(Step::Language(tag)) = steps.last()
        && !is_map_key(tag)
    {
        let finding = Diagnostic::error("language/tag", source, cell.span, format!("\"{tag}\" is no language tag"));
        return Err(Box::new(
            finding.help("after the @ stands a tag such as \"en\", \"fr\" or \"zh-Hant\"; or \"none\""),
        ));
    }
    Ok(steps)
}

fn duplicate(cell: &Cell, first: Span, source: &Arc<Source>) -> Diagnostic {
    let message = format!("there are two columns \"{}\"", cell.text);
    Diagnostic::error("structure/duplicate-key", source, cell.span, message)
        .label("second")
        .relate(Place::Span(Arc::clone(source), first), "first")
        .help("remove one of the two; the second is left out")
}

/// The class whose columns a row has: the one that it says, or that was most likely meant.
fn class_of(said: Option<&str>) -> Option<ClassId> {
    let said = said.unwrap_or(DEFAULT_TYPE);
    let meant = || nearest(said, shape().roots.iter().map(|&root| shape()[root].name.as_str()));
    shape().class(said).or_else(|| shape().class(meant()?))
}

/// The class whose name is most like a name that is no type; the check of the record tells the mistake.
fn most_like(said: &str) -> ClassId {
    let name = if said.len() > 64 { "" } else { said };
    let like = |class: &ClassId| strsim::jaro_winkler(name, &shape()[*class].name);
    let nearest = shape().roots.iter().copied().max_by(|left, right| like(left).total_cmp(&like(right)));
    nearest.unwrap_or_default()
}
