//! What crawlers and programs look for: sitemap, `robots.txt`, `OpenSearch`, and linksets (RFC 9264).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::files::Files;
use super::siblings::SYNTAXES;
use super::{Site, describe};
use crate::diagnostic::Error;
use crate::format::feed::is_web;
use crate::rdf::xml::escape;
use crate::shape::shape;

/// Addresses in one sitemap; the protocol allows 50,000.
const SITEMAP: usize = 40_000;
/// Pages that one linkset speaks of.
const LINKSET: usize = 250;

/// Writes all of them.
pub(super) fn write(site: &Site, files: &mut Files) -> Result<(), Error> {
    let address = &site.options.address;
    let robots = format!("User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n");
    files.put("robots.txt", robots.as_bytes())?;
    files.put("opensearch.xml", open_search(site).as_bytes())?;
    sitemap(site, files)?;
    linksets(site, files)
}

fn open_search(site: &Site) -> String {
    let address = escape(&site.options.address, true);
    let title = escape(&site.title.text, false);
    // The standard allows sixteen letters for the short name.
    let short: String = site.title.text.chars().take(16).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n  \
         <ShortName>{}</ShortName>\n  <Description>{title}</Description>\n  \
         <InputEncoding>UTF-8</InputEncoding>\n  \
         <Url type=\"text/html\" template=\"{address}search.html?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        escape(short.trim(), false)
    )
}

/// The pages of all records; in several files where there are many.
fn sitemap(site: &Site, files: &mut Files) -> Result<(), Error> {
    let address = &site.options.address;
    let page = |at: usize| format!("{address}{}.html", site.paths.of(at));
    let records = (0..site.collection.records().len()).map(page);
    let all: Vec<String> = std::iter::once(format!("{address}index.html")).chain(records).collect();
    let parts: Vec<&[String]> = all.chunks(SITEMAP).collect();
    if let [only] = parts.as_slice() {
        return files.put("sitemap.xml", urls("urlset", "url", only).as_bytes());
    }
    let mut names = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let name = format!("sitemap-{}.xml", at + 1);
        files.put(&name, urls("urlset", "url", part).as_bytes())?;
        names.push(format!("{address}{name}"));
    }
    files.put("sitemap.xml", urls("sitemapindex", "sitemap", &names).as_bytes())
}

fn urls(outer: &str, inner: &str, all: &[String]) -> String {
    let lines: Vec<String> =
        all.iter().map(|url| format!("  <{inner}><loc>{}</loc></{inner}>\n", escape(url, false))).collect();
    let lines = lines.concat();
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    format!("{head}<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{lines}</{outer}>\n")
}

/// Where the links of a record's page are told: the linkset of its class and number.
fn linkset_path(site: &Site, at: usize) -> String {
    let class = site.collection.records()[at].class;
    let first = site.collection.records().partition_point(|record| rank(record.class) < rank(class));
    format!("linkset/{}-{}.json", shape()[class].name.to_ascii_lowercase(), (at - first) / LINKSET + 1)
}

/// Where a class stands in the order of the collection.
fn rank(class: usize) -> Option<usize> {
    crate::model::ROOTS.iter().position(|root| *root == shape()[class].name)
}

/// The relations that a record's page announces (signposting.org): what it is about, its class, its licence, its
/// linkset.
pub(super) fn relations(site: &Site, at: usize) -> Value {
    let record = &site.collection.records()[at];
    let mut all = Vec::new();
    if is_web(&record.id) {
        all.push(json!({"rel": "cite-as", "href": &*record.id}));
    }
    all.extend(shape()[record.class].iri.as_deref().map(|class| json!({"rel": "type", "href": class})));
    all.extend(site.licence.as_deref().map(|licence| json!({"rel": "license", "href": licence})));
    let described = SYNTAXES.iter().map(|syntax| {
        let href = format!("{}.{}", site.paths.of(at), syntax.ending);
        json!({"rel": "describedby", "type": syntax.media_type, "href": href, "local": true})
    });
    all.extend(described);
    all.push(json!({
        "rel": "linkset",
        "type": "application/linkset+json",
        "href": linkset_path(site, at),
        "local": true,
    }));
    all.into()
}

fn linksets(site: &Site, files: &mut Files) -> Result<(), Error> {
    let mut sets: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for at in 0..site.collection.records().len() {
        sets.entry(linkset_path(site, at)).or_default().push(links(site, at));
    }
    sets.into_iter()
        .try_for_each(|(path, links)| files.put(&path, format!("{}\n", json!({"linkset": links})).as_bytes()))
}

/// The links of one page, as absolute addresses.
fn links(site: &Site, at: usize) -> Value {
    let (address, path, record) = (&site.options.address, site.paths.of(at), &site.collection.records()[at]);
    let mut links = json!({"anchor": format!("{address}{path}.html")});
    if is_web(&record.id) {
        links["cite-as"] = json!([{"href": &*record.id}]);
    }
    if let Some(class) = &shape()[record.class].iri {
        links["type"] = json!([{"href": class}]);
    }
    if let Some(licence) = &site.licence {
        links["license"] = json!([{"href": licence}]);
    }
    let described = SYNTAXES
        .iter()
        .map(|syntax| json!({"href": format!("{address}{path}.{}", syntax.ending), "type": syntax.media_type}));
    links["describedby"] = described.collect();
    links["collection"] = json!([{"href": describe::iri(site)}]);
    links
}
