//! What people decided of pairs: the same, different, unsure.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::cells::Cells;
use super::table::Row;
use super::world::World;
use crate::diagnostic::{Error, Report};
use crate::source::Source;

/// The head line of a file of decisions.
pub const HEAD: [&str; 6] = ["left", "right", "decision", "by", "at", "note"];

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Same,
    Different,
    /// Somebody looked and could not tell: the weights decide, and nobody is asked again.
    Unsure,
}

/// A decision on two names: `source IRI`, or an IRI alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    pub left: String,
    pub right: String,
    pub verdict: Verdict,
    /// Where it stands, for messages.
    pub place: String,
}

/// All decisions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    pub list: Vec<Decision>,
}

const VERDICTS: [Verdict; 3] = [Verdict::Same, Verdict::Different, Verdict::Unsure];

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Different => "different",
            Verdict::Unsure => "unsure",
        }
    }

    fn by_word(word: &str) -> Option<Self> {
        VERDICTS.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// How a record is named.
const NAME: &str = "write the IRI of a record; the name of its source and a space may stand before it";

impl Decision {
    /// A row as a decision; none where a cell of it is at fault.
    fn of(row: &Row, cells: &mut Cells) -> Option<Self> {
        let before = cells.found();
        for at in [0, 1] {
            cells.filled(row, at, NAME);
        }
        cells.word(row, 2, VERDICTS.map(Verdict::word).into_iter());
        let verdict = Verdict::by_word(row.cell(2)).filter(|_| cells.found() == before)?;
        let place = format!("{}:{}", cells.source.name(), row.line);
        Some(Decision { left: row.cell(0).to_owned(), right: row.cell(1).to_owned(), verdict, place })
    }
}

impl Decisions {
    /// Reads a file of decisions. What is wrong with it goes into the report, each mistake with its cell; sound rows are kept.
    #[must_use]
    pub fn read(source: &Arc<Source>, report: &mut Report) -> Self {
        let mut cells = Cells { source, report, head: &HEAD };
        let rows = cells.rows(source.text(), &[0, 1, 2]);
        // Where a column is not known, its cells are not either.
        let is_known = cells.found() == 0;
        let list = rows.iter().filter(|_| is_known).filter_map(|row| Decision::of(row, &mut cells)).collect();
        report.sort();
        Self { list }
    }

    /// The decisions of one sort.
    pub fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Decision> {
        self.list.iter().filter(move |decision| decision.verdict == verdict)
    }

    /// The decisions that say nothing here, since no source has one of the two, or they are of two types.
    pub fn idle(&self, world: &World) -> impl Iterator<Item = &Decision> {
        let classes = |name: &str| world.named(name).into_iter().map(|node| world.nodes()[node].class);
        let is_idle = move |decision: &&Decision| {
            let known: BTreeSet<_> = classes(&decision.left).collect();
            !classes(&decision.right).any(|class| known.contains(&class))
        };
        self.list.iter().filter(is_idle)
    }

    /// Names that stand for one entity, also by names that no source has today.
    #[must_use]
    pub fn groups(&self) -> Vec<BTreeSet<&str>> {
        let names: BTreeSet<&str> =
            self.of(Verdict::Same).flat_map(|one| [one.left.as_str(), one.right.as_str()]).collect();
        let bare = |name: &&str| name.split_once(' ').and_then(|(_, iri)| names.get(iri).copied());
        let of_bare = names.iter().filter_map(|name| Some([*name, bare(name)?]));
        let decided = self.of(Verdict::Same).map(|one| [one.left.as_str(), one.right.as_str()]);
        let mut near: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for [one, other] in decided.chain(of_bare) {
            near.entry(one).or_default().insert(other);
            near.entry(other).or_default().insert(one);
        }
        let (mut groups, mut seen) = (Vec::new(), BTreeSet::new());
        for name in near.keys().copied() {
            let (mut group, mut reached) = (BTreeSet::new(), vec![name]);
            while let Some(name) = reached.pop() {
                if seen.insert(name) {
                    group.insert(name);
                    reached.extend(&near[name]);
                }
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }

    /// Refuses decisions that contradict each other, with the shortest path that shows it.
    ///
    /// # Errors
    /// The contradiction.
    pub fn check(&self) -> Result<(), Error> {
        let same = self.graph();
        let paths = self.of(Verdict::Different).filter_map(|different| {
            let path = path(&same, &different.left, &different.right)?;
            Some((path.len(), different, path))
        });
        let Some((_, different, path)) = paths.min() else { return Ok(()) };
        let mut lines = vec![format!("{} and {} are different ({})", different.left, different.right, different.place)];
        lines.extend(path.iter().map(|step| format!("{} and {} are the same ({})", step.from, step.to, step.place)));
        let message = format!("the decisions contradict each other:\n    {}", lines.join("\n    "));
        Err(Error::usage(message).help("take one of these decisions back"))
    }

    /// Who is the same as whom. An IRI without source stands for that IRI in each source.
    fn graph(&self) -> BTreeMap<&str, BTreeSet<Step<'_>>> {
        let mut graph: BTreeMap<&str, BTreeSet<Step>> = BTreeMap::new();
        let mut add = |from, to, place| {
            graph.entry(from).or_default().insert(Step { to, from, place });
            graph.entry(to).or_default().insert(Step { to: from, from: to, place });
        };
        for decision in self.of(Verdict::Same) {
            add(&decision.left, &decision.right, &decision.place);
        }
        let names: BTreeSet<&str> = self.list.iter().flat_map(|one| [one.left.as_str(), &one.right]).collect();
        for name in &names {
            if let Some(iri) = name.split_once(' ').map(|(_, iri)| iri).filter(|iri| names.contains(iri)) {
                add(iri, name, "one IRI");
            }
        }
        graph
    }
}

/// Two names that are the same by one decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step<'d> {
    to: &'d str,
    from: &'d str,
    place: &'d str,
}

/// The shortest path from one name to another; none where there is none.
fn path<'d>(graph: &BTreeMap<&'d str, BTreeSet<Step<'d>>>, from: &'d str, to: &str) -> Option<Vec<Step<'d>>> {
    if from == to {
        return Some(Vec::new());
    }
    let mut before: BTreeMap<&str, Step> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(name) = queue.pop_front() {
        for step in graph.get(name).into_iter().flatten() {
            if step.to != from && !before.contains_key(step.to) {
                before.insert(step.to, *step);
                queue.push_back(step.to);
            }
        }
    }
    let mut steps = vec![*before.get(to)?];
    while let Some(step) = before.get(steps[steps.len() - 1].from) {
        steps.push(*step);
    }
    steps.reverse();
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::super::cells::told;
    use super::*;

    fn read(text: &str) -> Result<(), String> {
        let decisions = Decisions::read(&Source::new("d.tsv", text), &mut Report::default());
        decisions.check().map_err(|error| error.to_string())
    }

    #[test]
    fn a_contradiction_shows_its_shortest_path() {
        let text = "x:a\tx:b\tsame\nx:b\tx:c\tsame\nx:c\tx:d\tsame\nx:a\tx:c\tsame\nx:d\tx:a\tdifferent\n";
        let told = read(text).unwrap_err();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[1].trim(), "x:d and x:a are different (d.tsv:5)");
        assert_eq!(lines[2].trim(), "x:d and x:c are the same (d.tsv:3)");
        assert_eq!(lines[3].trim(), "x:c and x:a are the same (d.tsv:4)");
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn groups_go_on_through_names_that_nobody_has() {
        let text = "s x:a\tx:z\tsame\nx:z\tt x:b\tsame\nx:a\tx:q\tdifferent\nx:c\tx:d\tsame\ns x:c\tx:e\tsame\n";
        let decisions = Decisions::read(&Source::new("d.tsv", text), &mut Report::default());
        assert_eq!(decisions.groups(), [["s x:a", "t x:b", "x:z"].into(), ["s x:c", "x:c", "x:d", "x:e"].into()]);
    }

    #[test]
    fn an_iri_stands_for_its_sources() {
        assert!(read("x:a\tx:b\tsame\ns x:a\tx:b\tdifferent\n").is_err());
        assert_eq!(read("s x:a\tx:b\tsame\nt x:a\tx:b\tdifferent\n"), Ok(()));
        assert!(read("x:a\tx:a\tdifferent\n").is_err());
    }

    #[test]
    fn columns_that_are_not_known_are_told_once() {
        let (decisions, faults) = told("left\trigth\tdecision\nx:a\tx:b\tsame\n", Decisions::read);
        assert_eq!(faults, ["1:6 \"rigth\" is no column that there is; did you mean \"right\"?"]);
        assert!(decisions.list.is_empty(), "nobody knows what its cells are");
        let (_, faults) = told("left\tdecision\tleft\tcolour\n", Decisions::read);
        let columns = HEAD.join(", ");
        let wanted = [
            format!("1:15 the column \"left\" is there twice; the columns are {columns}"),
            format!("1:20 \"colour\" is no column that there is; the columns are {columns}"),
        ];
        assert_eq!(faults, wanted);
        let (_, faults) = told("left\tdecision\n", Decisions::read);
        let help = HEAD.join(" <tab> ");
        assert_eq!(faults, [format!("1:6 there is no column \"right\"; begin the table with the line {help}")]);
    }

    #[test]
    fn columns_may_stand_in_any_order() {
        let (decisions, faults) = told("Note\tdecision\tright\tleft\nwhy\tsame\tx:b\tx:a\n", Decisions::read);
        assert!(faults.is_empty(), "{faults:?}");
        let [one] = &decisions.list[..] else { panic!("one decision") };
        assert_eq!((one.left.as_str(), one.right.as_str(), one.verdict), ("x:a", "x:b", Verdict::Same));
    }

    #[test]
    fn every_mistake_is_told_at_its_cell_in_one_run() {
        let text = "left\tright\tdecision\nx:a\tx:b\tsaem\nx:é\tx:b\tmaybe\nx:a\t\tsame\nx:a\nx:a\tx:b\tsame\n";
        let (decisions, faults) = told(text, Decisions::read);
        let name = format!("the cell \"right\" is empty; {NAME}");
        let wanted = [
            "2:9 \"saem\" is no decision that there is; did you mean \"same\"?".to_owned(),
            "3:9 \"maybe\" is no decision that there is; write one of same, different, unsure".to_owned(),
            format!("4:5 {name}"),
            "5:1 the cell \"decision\" is empty; write one of same, different, unsure".to_owned(),
            format!("5:1 {name}"),
        ];
        assert_eq!(faults, wanted);
        assert_eq!(decisions.list.len(), 1);
    }
}
