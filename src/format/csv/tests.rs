//! What is written is read back, and what people write is understood.

use std::sync::Arc;

use proptest::prelude::*;

use super::read::read;
use super::write::write;
use crate::diagnostic::{Diagnostic, Report};
use crate::doc::{Member, Node, Value};
use crate::format::{Limits, ReadOptions, WriteOptions, json};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

fn records(source: &Arc<Source>) -> (Vec<Node<'_>>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let records = read(source, &ReadOptions::default(), &mut report);
    (records, report.findings)
}

fn compact(node: &Node) -> String {
    let mut out = Vec::new();
    json::write_compact(node, &mut out);
    String::from_utf8(out).unwrap()
}

/// The records of a text without faults, as JSON.
fn as_json(text: &str) -> Vec<String> {
    let source = Source::new("a.csv", text);
    let (records, findings) = records(&source);
    assert!(findings.is_empty(), "{findings:?}");
    records.iter().map(compact).collect()
}

/// The number of records, and for each finding its id and the text that it points to.
fn faults(text: &str) -> (usize, Vec<(&'static str, String)>) {
    let source = Source::new("a.csv", text);
    let (records, findings) = records(&source);
    let told = findings.iter().map(|finding| {
        let (start, end) = finding.place.positions();
        (finding.id, source.text()[source.offset(start)..source.offset(end)].to_owned())
    });
    (records.len(), told.collect())
}

fn written(records: &[Node]) -> (String, Vec<Diagnostic>) {
    let (mut out, mut report) = (Vec::new(), Report::default());
    write(records, &WriteOptions::default(), &mut out, &mut report);
    (String::from_utf8(out).unwrap(), report.findings)
}

#[test]
fn nested_columns() {
    let text = "title,edition.name,participations[1].agent.name,participations[3].agent.name,participations.3.role,\
        participations.1.order\nA,WSIS,,Zoë,speaker,\nB,,Ann,,,2\n";
    assert_eq!(
        as_json(text),
        [
            r#"{"type":"Session","title":"A","edition":{"name":"WSIS"},"participations":[{"agent":{"type":"Person","name":"Zoë"},"role":"speaker"}]}"#,
            r#"{"type":"Session","title":"B","participations":[{"agent":{"type":"Person","name":"Ann"},"order":2}]}"#,
        ]
    );
}

#[test]
fn lists_and_languages() {
    let text = "\u{feff}title;title@fr;relatedTo;keywords;keywords@fr;themes\r\n\
        A;B;\"sdg:16.10\nwsis:C1\";one;x|y;#a | #b\r\n;;16.10;;;\r\n;;;;;\r\n";
    assert_eq!(
        as_json(text),
        [
            r##"{"type":"Session","title":{"@none":"A","fr":"B"},"relatedTo":["sdg:16.10","wsis:C1"],"keywords":{"@none":"one","fr":["x","y"]},"themes":["#a","#b"]}"##,
            r#"{"type":"Session","relatedTo":["16.10"]}"#,
        ]
    );
}

#[test]
fn several_types_in_one_file() {
    let text = "type,title,name,capacity\nSession,A,,\nPlace,,B,120\nPlace,C,D,007\n";
    let (count, told) = faults(text);
    assert_eq!((count, told), (3, vec![("structure/unknown-key", "C".to_owned())]));
}

/// What columns a row may have is not known where its type is not.
#[test]
fn rows_of_unknown_type_say_nothing_about_columns() {
    let told = |text| faults(text).1;
    let one = |id, place: &str| vec![(id, place.to_owned())];
    assert_eq!(told("type,title\nrow,a\n"), []);
    assert_eq!(told("type,title,name\nSession,A,\nrow,,B\n"), []);
    assert_eq!(told("type,title,name\nSession,A,C\nrow,,B\n"), one("structure/unknown-key", "C"));
    assert_eq!(told("type,title,foo\nSession,A,\nrow,,B\n"), one("structure/unknown-key", "foo"));
    assert_eq!(told("type,name\nForum,a,b\n"), one("structure/syntax", "b"));
    assert_eq!(told("type,name\nSesion,a\n"), one("structure/unknown-key", "name"));
}

#[test]
fn cells_that_no_record_holds_are_losses() {
    let losses = |text: &str| {
        let (source, mut report) = (Source::new("a.csv", text), Report::default());
        read(&source, &ReadOptions::default(), &mut report);
        report.late.into_iter().map(|loss| (loss.place.positions().0.line, loss.message)).collect::<Vec<_>>()
    };
    let foo = (3, "2 cells of the column \"foo\" left out".to_owned());
    assert_eq!(losses("type,title,foo\nSession,x,\nSession,y,1\nSession,z,2\n"), [foo]);
    assert_eq!(losses("title,title\nA,B\n"), [(2, "1 cell of the column \"title\" left out".to_owned())]);
    assert_eq!(losses("title,foo,\nA,,\n"), []);
}

#[test]
fn each_mistake_is_told_once_at_its_place() {
    let told = |text| faults(text).1;
    let one = |id, place: &str| vec![(id, place.to_owned())];
    assert_eq!(told("tilte,start\nA,\nB,\nC,"), one("structure/unknown-key", "tilte"));
    assert_eq!(told("title,title\nA,B"), one("structure/duplicate-key", "title"));
    assert_eq!(
        told("title,participations.99999999999.role\nA,"),
        one("structure/syntax", "participations.99999999999.role")
    );
    assert_eq!(told("title,title@e_n\nA,B"), one("language/tag", "title@e_n"));
    assert_eq!(told("title,edition,edition.name\nA,#e,\nA,,N\nA,#f,N\n"), one("structure/duplicate-key", "#f"));
    assert_eq!(told("title,,\nA,,\nB,x,\nC,y,"), one("structure/syntax", "x"));
    assert_eq!(
        faults("title,start\nA\nB,\nC,,,D"),
        (1, vec![("structure/syntax", String::new()), ("structure/syntax", "D".into())])
    );
    assert_eq!(
        faults("title,start\n\"A\"x,\nB,\n\"C,\nD,"),
        (2, vec![("structure/syntax", "x".into()), ("structure/syntax", "\"".into())])
    );
    assert_eq!(told(""), one("structure/syntax", ""));
}

/// Two columns of one name would say something else.
#[test]
fn a_column_gets_no_name_that_another_one_has() {
    let mends = |text: &str| {
        let source = Source::new("a.csv", text);
        let (_, findings) = records(&source);
        let told = findings.iter().map(|finding| finding.replacement_text().map(str::to_owned));
        told.collect::<Vec<Option<String>>>()
    };
    assert_eq!(mends("title,langauges\nA,fr\n"), [Some("languages".to_owned())]);
    assert_eq!(mends("title,langauges,languages\nA,fr,en\n"), [None]);
    assert_eq!(mends("title,langauges,languagse\nA,fr,en\n"), [Some("languages".to_owned()), None]);
    assert_eq!(mends("title,participations.1.rloe,participations[1].role\nA,host,chair\n"), [None]);
}

#[test]
fn findings_about_a_row_point_to_the_row() {
    let source = Source::new("a.csv", "start,participations.1.role,type\n,,\n,speaker,Session\nx,,\n");
    let (records, _) = records(&source);
    let heads: Vec<&str> = records.iter().map(|record| source.slice(record.head())).collect();
    assert_eq!(heads, ["speaker", "x"]);
    let item = &records[0].get("participations").unwrap().items()[0];
    assert_eq!(source.slice(item.head()), "speaker");
    assert_eq!(source.slice(records[0].member("participations").unwrap().key_span), "participations.1.role");
}

#[test]
fn items_of_a_list_have_their_own_places() {
    let source = Source::new("a.csv", "title,relatedTo\nA,\"sdg:1 | sdg:99\"\n");
    let (records, _) = records(&source);
    assert_eq!(source.slice(records[0].get("relatedTo").unwrap().items()[1].span), "sdg:99");
}

#[test]
fn columns_stand_in_the_order_of_the_fields() {
    let text = r#"[{"keywords":["b","c|d"],"title":{"fr":"B","@none":"=A"},"type":"Session","participations":[
        {"role":"speaker","agent":{"type":"Organization","acronym":"X","name":"O"}},"#
        .to_owned()
        + r#"{"agent":"https://example.org/p","role":"host"}]}]"#;
    let node = json::parse(&text, &Limits::default()).unwrap();
    let (csv, losses) = written(node.items());
    assert!(losses.is_empty());
    assert_eq!(
        csv,
        "type,title@none,title@fr,participations.1.agent.type,participations.1.agent.name,\
         participations.1.agent.acronym,participations.1.role,participations.2.agent,participations.2.role,keywords\n\
         Session,'=A,B,Organization,O,X,speaker,https://example.org/p,host,b | c\\|d\n"
    );
}

#[test]
fn what_has_no_room_is_told() {
    let text = r##"[{"type":"Session","title":"A\r\rB","x":1,"@context":{"a":"b"}},{"type":"Dataset","base":"https://e.org/",
        "sessions":[{"type":"Session","id":"#a","title":"B"},{"title":"C"}],"people":["#p"]}]"##;
    let node = json::parse(text, &Limits::default()).unwrap();
    let (csv, losses) = written(node.items());
    let told: Vec<(&str, &str, usize)> =
        losses.iter().map(|loss| (loss.id, loss.path.as_str(), loss.place.positions().0.line)).collect();
    assert_eq!(
        told,
        [
            ("loss/field", "x", 2),
            ("loss/field", "@context", 2),
            ("loss/record", "sessions", 5),
            ("loss/record", "base", 5)
        ]
    );
    let back = as_json(&csv);
    assert_eq!(back[1], r##"{"type":"Dataset","base":"https://e.org/","sessions":["#a"],"people":["#p"]}"##);
    assert_eq!(back[2..], [r##"{"type":"Session","id":"#a","title":"B"}"##, r#"{"type":"Session","title":"C"}"#]);
}

#[test]
fn texts_without_a_class_are_no_reason_to_panic() {
    let text = r#"[{},null,"x",{"type":"Participation","role":"speaker"},{"title":""},{"type":5,"title":["a"]}]"#;
    let node = json::parse(text, &Limits::default()).unwrap();
    let (csv, losses) = written(node.items());
    assert_eq!((csv.as_str(), losses.len()), ("type\nParticipation\n", 7));
}

#[test]
fn fixtures_are_read_without_loss() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/formats/csv");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!((super::FORMAT.sniff)(text.trim_start_matches('\u{feff}')), "{}", path.display());
        let source = Source::new("a.csv", text);
        let (before, findings) = records(&source);
        assert!(findings.is_empty() && before.len() > 1, "{findings:?}");
        let (csv, losses) = written(&before);
        assert!(losses.is_empty(), "{losses:?}");
        let source = Source::new("b.csv", csv);
        let (after, _) = records(&source);
        assert!(before.len() == after.len() && before.iter().zip(&after).all(|(one, other)| one.same_value(other)));
    }
}

#[test]
fn sniffing() {
    let sniff = super::FORMAT.sniff;
    for csv in
        ["title,start\nA,", "title\nA", "type;id;title@en\n", "\"title\"\tParticipants\tstart\n", "name,orcid,wikid"]
    {
        assert!(sniff(csv), "{csv}");
    }
    for other in
        ["", "\n", "The title, the start, and the end.", "Opening\n\nWelcome, all", "title: A\nstart: x", "{\"a\"}"]
    {
        assert!(!sniff(other), "{other}");
    }
}

/// Makes values of any class from a stream of random numbers.
struct Maker(u64);

impl Maker {
    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((word ^ (word >> 31)) % bound as u64).unwrap()
    }

    fn text(&mut self) -> String {
        const LETTERS: [&str; 19] = [
            "=", "'", "\"", ",", ";", "|", "\\", "\n", "\r", "\t", " ", "é", "漢", "\u{a0}", "\u{feff}", "-", "@",
            "ab", "0",
        ];
        (0..=self.below(6)).map(|_| LETTERS[self.below(LETTERS.len())]).collect()
    }

    fn node(value: Value<'static>) -> Node<'static> {
        Node::new(value, Span::default())
    }

    fn string(&mut self) -> Node<'static> {
        let text = self.text();
        Node::string(text, Span::default())
    }

    fn strings(&mut self, least: usize) -> Node<'static> {
        let items = (0..least + self.below(3)).map(|_| self.string()).collect();
        Self::node(Value::Array(items))
    }

    fn member(key: &str, node: Node<'static>) -> Member<'static> {
        Member { key: key.to_owned().into(), key_span: Span::default(), node }
    }

    fn languages(&mut self, field: &Field) -> Node<'static> {
        let mut members = Vec::new();
        for tag in ["en", "@none", "zh-Hant"].iter().skip(self.below(3)) {
            let many = matches!(field.kind, Kind::Texts) && self.below(2) == 0;
            members.push(Self::member(tag, if many { self.strings(2) } else { self.string() }));
        }
        Self::node(Value::Object(members))
    }

    fn single(&mut self, field: &Field, depth: usize) -> Node<'static> {
        let languages = self.below(2) == 0;
        match &field.kind {
            Kind::Text | Kind::Texts if languages => self.languages(field),
            Kind::Texts if self.below(2) == 0 => self.strings(2),
            Kind::Integer { .. } => {
                let number = self.below(1000).to_string();
                Self::node(Value::Number(number.into()))
            }
            Kind::Ref(classes) if depth < 3 && self.below(3) > 0 => {
                let class = classes[self.below(classes.len())];
                self.record(class, classes.len() > 1, depth + 1)
            }
            Kind::Private(class) => self.record(*class, false, depth + 1),
            _ => self.string(),
        }
    }

    fn record(&mut self, class: ClassId, typed: bool, depth: usize) -> Node<'static> {
        let class = &shape()[class];
        let mut members = Vec::new();
        for (at, field) in class.fields.iter().enumerate() {
            if matches!(field.kind, Kind::Type) {
                if typed || self.below(4) == 0 {
                    members.push(Self::member("type", Node::string(class.name.as_str(), Span::default())));
                }
            } else if at == 2 || self.below(6) == 0 {
                let value = match &field.kind {
                    Kind::Ref(_) if field.many => {
                        let items = (0..self.below(4)).map(|_| self.single(field, depth)).collect();
                        Self::node(Value::Array(items))
                    }
                    _ if field.many => self.strings(0),
                    _ => self.single(field, depth),
                };
                members.push(Self::member(&field.name, value));
            }
        }
        Self::node(Value::Object(members))
    }
}

/// Without what CSV and the model have no use for: empty lists and records.
fn prune(node: &mut Node) {
    match &mut node.value {
        Value::Array(items) => {
            items.iter_mut().for_each(prune);
            items.retain(|item| !is_empty(item));
        }
        Value::Object(members) => {
            for member in members.iter_mut() {
                prune(&mut member.node);
            }
            members.retain(|member| !is_empty(&member.node));
        }
        _ => {}
    }
}

fn is_empty(node: &Node) -> bool {
    node.as_array().is_some_and(<[Node]>::is_empty) || node.as_object().is_some_and(<[Member]>::is_empty)
}

/// The text of records that are shown one by one.
fn in_passes(records: &[Node]) -> String {
    let mut out = Vec::new();
    let mut report = Report::default();
    super::write_in_passes(&|show| records.iter().try_for_each(&mut *show), &mut out, &mut report).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_is_read_back(seed in any::<u64>()) {
        let mut maker = Maker(seed);
        let roots: Vec<ClassId> = shape().roots.iter().copied().filter(|&root| shape()[root].name != "Dataset").collect();
        let mut before: Vec<Node> =
            (0..3).map(|_| { let root = roots[maker.below(roots.len())]; maker.record(root, true, 0) }).collect();
        before.iter_mut().for_each(prune);
        let (csv, losses) = written(&before);
        prop_assert!(losses.is_empty(), "{:?}", losses);
        prop_assert_eq!(&csv, &in_passes(&before));
        let source = Source::new("a.csv", csv.as_str());
        let (after, findings) = records(&source);
        prop_assert!(findings.is_empty(), "{:?}\n{}", findings, csv);
        prop_assert_eq!(after.len(), before.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(before.same_value(after), "{}\n{}\n{}", compact(before), compact(after), csv);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(
        text in "(title|type|title@en|participations[.1]role|[\\[\\]0-9.@é]{0,4}|[,;\"\n\r\t'|\\\\=]){0,40}",
    ) {
        let source = Source::new("a.csv", text.as_str());
        let (records, _) = records(&source);
        let _ = written(&records);
        for record in &records {
            prop_assert!(source.text().get(record.head().range()).is_some());
        }
    }
}
