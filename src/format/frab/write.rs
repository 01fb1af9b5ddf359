//! Writes schedule.xml, as the XSD of the c3voc has it (<https://c3voc.de/wiki/schedule>).

use std::fmt::Write;

use super::plan::{Day, Event, Link, Person, Plan, plan};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::WriteOptions;
use crate::format::feed::{as_html, is_web};
use crate::format::programme::{Known, Lost};
use crate::rdf::xml::escape;

/// Writes the schedule of one edition.
pub(super) fn write(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let known = Known::new(records);
    let mut lost = Lost::new("frab-xml");
    let plan = plan(records, &known, &["speaker"], &mut lost);
    let mut xml = Xml { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), depth: 0 };
    xml.open("schedule", &[]);
    xml.out.push_str("  <generator name=\"plenary\"/>\n");
    xml.leaf("version", "1.0");
    conference(&plan, &mut xml);
    for (at, day) in plan.days.iter().enumerate() {
        write_day(at + 1, day, &mut xml);
    }
    xml.close("schedule");
    out.extend_from_slice(xml.out.as_bytes());
    lost.tell(report);
}

fn conference(plan: &Plan, xml: &mut Xml) {
    xml.open("conference", &[]);
    xml.leaf("title", plan.title);
    xml.leaf("acronym", &plan.acronym);
    let days = plan.days.len().to_string();
    let said = [
        ("start", plan.start),
        ("end", plan.end),
        ("days", Some(days.as_str())),
        ("timeslot_duration", Some("00:05")),
        ("base_url", plan.url),
        ("time_zone_name", plan.zone),
    ];
    for (name, text) in said {
        xml.maybe(name, text);
    }
    xml.close("conference");
}

fn write_day(index: usize, day: &Day, xml: &mut Xml) {
    let index = index.to_string();
    xml.open("day", &[("index", &index), ("date", day.date), ("start", day.start), ("end", &day.end)]);
    for (name, events) in &day.rooms {
        xml.open("room", &[("name", name)]);
        for event in events {
            write_event(name, event, xml);
        }
        xml.close("room");
    }
    xml.close("day");
}

fn write_event(room: &str, event: &Event, xml: &mut Xml) {
    let (guid, id) = (event.guid.to_string(), event.id.to_string());
    xml.open("event", &[("guid", &guid), ("id", &id)]);
    let (hours, minutes) = event.duration.unwrap_or_default();
    let languages: Vec<&str> = event.languages().collect();
    let leaves = [
        ("room", room),
        ("title", event.text("title")),
        ("subtitle", ""),
        ("type", event.kind()),
        ("date", event.start),
        ("start", &event.start[11..16]),
        ("duration", &format!("{hours:02}:{minutes:02}")),
        ("abstract", &as_html(event.text("abstract"))),
        ("slug", &event.slug),
        ("track", event.track),
        ("language", &languages.join(",")),
        ("description", &as_html(event.text("description"))),
    ];
    for (name, text) in leaves {
        xml.leaf(name, text);
    }
    xml.maybe("url", event.session.text("url").filter(|url| is_web(url)));
    xml.open("persons", &[]);
    event.people.iter().for_each(|person| write_person(person, xml));
    xml.close("persons");
    for (list, item, is_file) in [("links", "link", false), ("attachments", "attachment", true)] {
        xml.open(list, &[]);
        event.links.iter().filter(|link| link.is_file == is_file).for_each(|link| write_link(item, link, xml));
        xml.close(list);
    }
    xml.close("event");
}

fn write_person(person: &Person, xml: &mut Xml) {
    let id = person.id.to_string();
    xml.element("person", &[("id", &id)], person.name);
}

fn write_link(name: &str, link: &Link, xml: &mut Xml) {
    xml.element(name, &[("href", link.url)], link.title.unwrap_or(link.url));
}

/// Elements with their indentation.
struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.out, "{:1$}<{name}", "", self.depth * 2);
        for (key, value) in attributes {
            let _ = write!(self.out, " {key}=\"{}\"", escape(value, true));
        }
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        let _ = writeln!(self.out, "{:1$}</{name}>", "", self.depth * 2);
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        let _ = writeln!(self.out, ">{}</{name}>", escape(text, false));
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.element(name, &[], text);
    }

    fn maybe(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, text);
        }
    }
}
