//! The pages: one for each record and each code, lists, and the way in.

use minijinja::{Environment, Value as Shown, context};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::Site;
use super::code::Sort;
use super::data::{Dump, Dumps};
use super::files::Files;
use super::listing::{Items, Listing};
use super::paths::{of_code, to_top};
use super::search::Search;
use super::siblings::{SYNTAXES, schema_org};
use super::value;
use super::view::View;
use super::{feed, language, machine, moved, schedule, theme};
use crate::diagnostic::Error;
use crate::figures::{FORMS, Figures, Row, Table, plot};
use crate::shape::shape;

/// Classes whose records have lists of their own.
const LISTED: [&str; 7] = ["Session", "Person", "Organization", "Forum", "Edition", "Place", "Concept"];
/// Records that are rendered beside each other before they are written.
const CHUNK: usize = 256;

/// A file and what stands in it.
pub(super) type File = (String, Vec<u8>);

/// Renders the pages of a site.
pub(super) struct Pages<'s> {
    site: &'s Site<'s>,
    templates: Environment<'static>,
    /// What all templates know: strings of the interface, languages, the site itself.
    common: Shown,
}

impl<'s> Pages<'s> {
    pub(super) fn new(site: &'s Site<'s>) -> Result<Self, Error> {
        let templates = site.options.theme.templates()?;
        let common = json!({
            "s": site.language.strings(),
            "lang": site.language.tag,
            "dir": site.language.direction(),
            "languages": language::names(),
            "site": {"title": value::text(&site.title), "address": site.options.address},
            "menu": menu(site),
            "served": site.options.served,
        });
        Ok(Self { site, templates, common: Shown::from_serialize(&common) })
    }

    /// Writes all pages.
    pub(super) fn write(&self, files: &mut Files) -> Result<(), Error> {
        self.index(files)?;
        self.search(files)?;
        self.records(files)?;
        for class in LISTED {
            self.list_of_class(class, files)?;
        }
        for sort in Sort::ALL {
            self.codes(sort, files)?;
        }
        for (path, page) in moved::pages(self.site) {
            self.put(files, "moved.html", &path, &page)?;
        }
        Ok(())
    }

    /// The figures, as a page and as data.
    pub(super) fn figures(&self, figures: &Figures, files: &mut Files) -> Result<(), Error> {
        let shown = figures.tables.iter().filter(|table| !table.rows.is_empty());
        let page = json!({
            "title": self.site.language.said("ui", "participation"),
            "tables": shown.map(|table| self.table(table)).collect::<Vec<Value>>(),
        });
        self.put(files, "figures.html", "participation", &page)?;
        for form in FORMS.iter().filter(|form| form.name != "html") {
            let path = format!("participation.{}", form.extensions[0]);
            files.put(&path, (form.write)(figures).as_bytes())?;
        }
        Ok(())
    }

    /// A figure for its page. Rows of codes lead to their pages.
    fn table(&self, table: &Table) -> Value {
        let row = |row: &Row| {
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.shown()).collect();
            json!({"label": self.row_label(table, row), "cells": cells})
        };
        json!({
            "key": table.key,
            "title": self.site.language.figure(table.key),
            "note": table.note,
            "columns": table.columns.iter().map(|column| json!({
                "key": column.key,
                "label": self.site.language.column(&column.key, &column.label),
            })).collect::<Vec<Value>>(),
            "rows": table.rows.iter().map(row).collect::<Vec<Value>>(),
            "plot": plot::plot(table),
            "is_long": table.rows.len() > 60,
        })
    }

    fn row_label(&self, table: &Table, row: &Row) -> Value {
        let sort = match table.key {
            "groups" => Some(Sort::Group),
            "goals" | "lines" | "matrix" => Some(Sort::Topic),
            "languages" => Some(Sort::Language),
            _ => None,
        };
        match (sort, self.site.collection.find(&row.key)) {
            _ if row.key.is_empty() => self.site.language.said("ui", "unknown"),
            (Some(sort), _) => value::code_link(self.site, sort, &row.key),
            (None, Some(record)) => value::link(self.site, record),
            (None, None) => json!({"text": row.label}),
        }
    }

    /// The page on which the data is explained and downloaded.
    pub(super) fn data(&self, dumps: &Dumps, files: &mut Files) -> Result<(), Error> {
        let dump = |dump: &Dump| {
            json!({
                "href": dump.path,
                "name": dump.name,
                "type": dump.media_type,
                "length": dump.digest.length,
                "sha256": dump.digest.sha256,
            })
        };
        let page = json!({
            "title": self.site.language.said("ui", "data"),
            "dumps": dumps.all.iter().map(dump).collect::<Vec<Value>>(),
            "licence": self.site.licence,
            "statements": dumps.statements,
        });
        self.put(files, "data.html", "data/index", &page)
    }

    /// Renders a page by a template.
    fn render(&self, template: &str, path: &str, page: &Value) -> Result<File, Error> {
        let page = Shown::from_serialize(page);
        let root = to_top(path);
        let shown = context! { root => root, path => path, page => page, ..self.common.clone() };
        let rendered = self.templates.get_template(template).and_then(|template| template.render(shown));
        let text = rendered.map_err(|error| theme::broken(&error))?;
        Ok((format!("{path}.html"), text.into_bytes()))
    }

    fn put(&self, files: &mut Files, template: &str, path: &str, page: &Value) -> Result<(), Error> {
        let (path, bytes) = self.render(template, path, page)?;
        files.put(&path, &bytes)
    }

    fn records(&self, files: &mut Files) -> Result<(), Error> {
        let all: Vec<usize> = (0..self.site.collection.records().len()).collect();
        for chunk in all.chunks(CHUNK) {
            let rendered: Vec<Result<Vec<File>, Error>> = chunk.par_iter().map(|at| self.record(*at)).collect();
            for record in rendered {
                record?.iter().try_for_each(|(path, bytes)| files.put(path, bytes))?;
            }
        }
        Ok(())
    }

    /// The page of a record, the pages on which its lists go on, and the data beside it.
    fn record(&self, at: usize) -> Result<Vec<File>, Error> {
        let site = self.site;
        let record = &site.collection.records()[at];
        let (path, node) = (site.paths.of(at), record.node());
        let view = View::of(site, &node, &shape()[record.class]);
        let listings = self.listings(at, record.class_name());
        let lists: Vec<Value> = listings.iter().map(|list| list.shown(site, 1, path)).collect();
        let page = json!({
            "title": value::text(&site.labels[at]),
            "class": record.class_name(),
            "kind": site.language.class(record.class_name()),
            "iri": &*record.id,
            "facts": view.facts,
            "texts": view.texts,
            "parts": view.parts,
            "also": view.also,
            "lists": lists,
            "alternates": alternates(path),
            "relations": machine::relations(site, at),
            "links": self.links(at),
            "jsonld": schema_org(site.collection, record),
        });
        let mut files = vec![self.render("record.html", path, &page)?];
        files.extend(SYNTAXES.iter().map(|syntax| (format!("{path}.{}", syntax.ending), (syntax.write)(record))));
        files.extend(feed::files(site, at));
        if let Some(path) = self.schedule_path(at) {
            files.push(self.render("schedule.html", &path, &schedule::page(site, at))?);
        }
        for list in &listings {
            self.rest(list, path, &page["title"], &mut files)?;
        }
        Ok(files)
    }

    fn schedule_path(&self, at: usize) -> Option<String> {
        let is_edition = self.site.collection.records()[at].class_name() == "Edition";
        is_edition.then(|| schedule::path(self.site, at)).flatten()
    }

    /// Schedule and feeds of a record.
    fn links(&self, at: usize) -> Vec<Value> {
        let schedule = self.schedule_path(at).map(|path| json!({"key": "schedule", "href": format!("{path}.html")}));
        schedule.into_iter().chain(feed::links(self.site, at)).collect()
    }

    /// The page to search on, and what it looks through.
    fn search(&self, files: &mut Files) -> Result<(), Error> {
        let search = Search::of(self.site);
        let page = json!({
            "title": self.site.language.said("ui", "search"),
            "facets": search.facets(),
        });
        self.put(files, "search.html", "search", &page)?;
        files.put("assets/sessions.js", search.script(self.site).as_bytes())
    }

    /// The pages on which a list goes on that is too long for one.
    fn rest(&self, list: &Listing, path: &str, title: &Value, files: &mut Vec<File>) -> Result<(), Error> {
        for number in 2..=list.pages() {
            let page = json!({
                "title": title,
                "up": format!("{path}.html"),
                "lists": [list.shown(self.site, number, path)],
            });
            let own = list.href(path, number);
            files.push(self.render("list.html", own.trim_end_matches(".html"), &page)?);
        }
        Ok(())
    }

    /// What leads back to a record.
    fn listings(&self, at: usize, class: &str) -> Vec<Listing> {
        let (site, language) = (self.site, self.site.language);
        let mut lists = Vec::new();
        let inside = site.back.inside(at);
        if !inside.is_empty() {
            let label =
                if class == "Forum" { language.said("classes", "Edition") } else { language.said("ui", "parts") };
            lists.push(Listing::records(site, "parts", label, inside));
        }
        let sessions = site.back.sessions(at);
        if !sessions.is_empty() {
            lists.push(Listing::sessions(site, language.said("classes", "Session"), sessions));
        }
        let people = site.back.people(at);
        if !people.is_empty() {
            lists.push(Listing::records(site, "people", language.said("classes", "Person"), people));
        }
        lists
    }

    /// All records of a class.
    fn list_of_class(&self, class: &str, files: &mut Files) -> Result<(), Error> {
        let (site, label) = (self.site, self.site.language.said("classes", class));
        let records = site.collection.of_class(class).map(|(at, _)| at);
        let list = if class == "Session" {
            Listing::sessions(site, label.clone(), (0..site.facts.sessions.len()).collect())
        } else {
            Listing::records(site, "records", label.clone(), records.collect())
        };
        if list.len() > 0 {
            let path = format!("{}/index", class.to_ascii_lowercase());
            self.list("list.html", &path, json!({"title": label}), &list, files)?;
        }
        Ok(())
    }

    /// A page that shows one list, and those on which it goes on.
    fn list(
        &self,
        template: &str,
        path: &str,
        mut page: Value,
        list: &Listing,
        files: &mut Files,
    ) -> Result<(), Error> {
        page["lists"] = json!([list.shown(self.site, 1, path)]);
        self.put(files, template, path, &page)?;
        let mut rest = Vec::new();
        self.rest(list, path, &page["title"], &mut rest)?;
        rest.iter().try_for_each(|(path, bytes)| files.put(path, bytes))
    }

    /// The pages of all codes of a sort, and their list.
    fn codes(&self, sort: Sort, files: &mut Files) -> Result<(), Error> {
        let site = self.site;
        let codes = site.codes.of_sort(sort);
        let mut links = Vec::new();
        for (code, sessions) in &codes {
            let path = of_code(sort.folder(), code);
            let mut link = value::code_link(site, sort, code);
            let page = json!({
                "title": link,
                "kind": site.language.ui(sort.folder()),
                "sort": sort.folder(),
                "code": code,
                "iri": sort.iri(code),
            });
            let list =
                Listing::sessions(site, site.language.said("classes", "Session"), sessions.iter().copied().collect());
            self.list("code.html", &path, page, &list, files)?;
            link["count"] = sessions.len().into();
            links.push(link);
        }
        if links.is_empty() {
            return Ok(());
        }
        let title = site.language.said("ui", &format!("{}s", sort.folder()));
        let list = Listing { key: "codes", label: title.clone(), items: Items::Links(links) };
        self.list("list.html", &format!("{}/index", sort.folder()), json!({"title": title}), &list, files)
    }

    /// The way in: what the site is, its editions, how much there is of what.
    fn index(&self, files: &mut Files) -> Result<(), Error> {
        let site = self.site;
        let dataset = site.collection.of_class("Dataset").next();
        let view =
            dataset.map(|(_, record)| View::of(site, &record.node(), &shape()[record.class])).unwrap_or_default();
        let editions = site.collection.of_class("Edition").map(|(at, _)| at).collect();
        let list = Listing::records(site, "editions", site.language.said("classes", "Edition"), editions);
        let lists: Vec<Value> = (list.len() > 0).then(|| list.shown(site, 1, "index")).into_iter().collect();
        let page = json!({
            "title": value::text(&site.title),
            "facts": view.facts,
            "texts": view.texts,
            "lists": lists,
            "counts": menu(site),
        });
        self.put(files, "index.html", "index", &page)?;
        let mut rest = Vec::new();
        self.rest(&list, "index", &page["title"], &mut rest)?;
        rest.iter().try_for_each(|(path, bytes)| files.put(path, bytes))
    }
}

/// Links to the lists that there are, with how much is in them.
fn menu(site: &Site) -> Value {
    let classes = LISTED.iter().filter_map(|class| {
        let count = site.collection.of_class(class).count();
        let href = format!("{}/index.html", class.to_ascii_lowercase());
        let label = site.language.classes(class);
        (count > 0).then(|| json!({"text": label, "s": ["classes", class], "href": href, "count": count}))
    });
    let sorts = Sort::ALL.iter().filter_map(|sort| {
        let (count, key) = (site.codes.of_sort(*sort).len(), format!("{}s", sort.folder()));
        let href = format!("{}/index.html", sort.folder());
        (count > 0).then(|| json!({"text": site.language.ui(&key), "s": ["ui", key], "href": href, "count": count}))
    });
    classes.chain(sorts).collect()
}

/// The data beside a page, by its path from the top.
fn alternates(path: &str) -> Value {
    let one = |syntax: &super::siblings::Syntax| json!({"href": format!("{path}.{}", syntax.ending), "type": syntax.media_type, "name": syntax.name});
    SYNTAXES.iter().map(one).collect()
}
