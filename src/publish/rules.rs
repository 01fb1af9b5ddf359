//! Rules by which web servers give each asker the form that they accept, for IRIs that have no ending.
//!
//! `GET /session/x` with `Accept: text/turtle` leads to `/session/x.ttl` by 303 See Other, as a thing is not its
//! description; a browser is led to the page.

use std::fmt::Write;

use super::Site;
use super::files::Files;
use super::siblings::SYNTAXES;
use crate::diagnostic::Error;

/// Writes the rules of all servers that we know.
pub(super) fn write(site: &Site, files: &mut Files) -> Result<(), Error> {
    let folder = folder(&site.options.address);
    files.put("data/rules/apache.htaccess", apache(&folder).as_bytes())?;
    files.put("data/rules/nginx-http.conf", nginx_http().as_bytes())?;
    files.put("data/rules/nginx-server.conf", nginx_server(&folder).as_bytes())?;
    files.put("data/rules/Caddyfile", caddy(&folder).as_bytes())?;
    files.put("data/rules/w3id.htaccess", w3id(&site.options.address).as_bytes())?;
    files.put("_redirects", redirects(site, &folder).as_bytes())?;
    files.put("_headers", headers(&folder).as_bytes())
}

/// The path of the site on its host: `/` or `/sub/`.
pub(super) fn folder(address: &str) -> String {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    after.find('/').map_or_else(|| "/".to_owned(), |at| after[at..].to_owned())
}

/// Media types of data as regular expressions, and the endings that they have, in the order in which they are tried.
fn types() -> impl Iterator<Item = (String, &'static str)> {
    SYNTAXES.iter().map(|syntax| (syntax.media_type.replace('+', "\\+"), syntax.ending))
}

/// A browser: one that wants pages before all else.
const BROWSER: &str = "(^|,)\\s*(text/html|application/xhtml\\+xml)\\s*(,|$)";

/// How RDF, calendars and feeds are to be called.
const TYPES: &[(&str, &str)] = &[
    ("ttl", "text/turtle"),
    ("jsonld", "application/ld+json"),
    ("nt", "application/n-triples"),
    ("nq", "application/n-quads"),
    ("rdf", "application/rdf+xml"),
    ("ics", "text/calendar"),
    ("atom", "application/atom+xml"),
];

/// How files are called that most servers know.
const USUAL: &[(&str, &str)] = &[
    ("html", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("ndjson", "application/x-ndjson"),
    ("xml", "application/xml"),
    ("csv", "text/csv"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("sha256", "text/plain"),
];

/// The media type of a file of a site, by its path.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    if path == VOID {
        return "text/turtle";
    }
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = TYPES.iter().chain(USUAL).find(|(known, _)| *known == ending);
    known.map_or("application/octet-stream", |(_, media_type)| *media_type)
}

/// The forms that a page of a record comes in: ending and media type, the page itself first.
pub fn forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(("html", "text/html")).chain(SYNTAXES.iter().map(|syntax| (syntax.ending, syntax.media_type)))
}

/// Where crawlers look for the description of the dataset.
const VOID: &str = ".well-known/void";

fn apache(folder: &str) -> String {
    let mut text = format!(
        "# Content negotiation for {folder}: copy it as .htaccess into the folder of the site (mod_rewrite).\n\
         Options -MultiViews\n"
    );
    for (ending, media_type) in TYPES {
        let _ = writeln!(text, "AddType {media_type} .{ending}");
    }
    let _ = writeln!(text, "RewriteEngine On\nRewriteBase {folder}");
    let _ = writeln!(text, "RewriteRule ^\\.well-known/void$ - [T=text/turtle,L]");
    for (media_type, ending) in types() {
        let _ = writeln!(
            text,
            "RewriteCond %{{HTTP_ACCEPT}} !{BROWSER}\nRewriteCond %{{HTTP_ACCEPT}} {media_type}\n\
             RewriteCond %{{REQUEST_FILENAME}}.{ending} -f\nRewriteRule ^(.+)$ $1.{ending} [R=303,L]"
        );
    }
    text.push_str(
        "RewriteCond %{REQUEST_FILENAME}.html -f\nRewriteRule ^(.+)$ $1.html [R=303,L]\n\
         <IfModule mod_headers.c>\nHeader append Vary Accept\n</IfModule>\n",
    );
    text
}

fn nginx_http() -> String {
    let mut text = format!(
        "# Include it in http {{}}: which form an asker accepts.\n\
         map $http_accept $plenary_ending {{\n    default html;\n    \"~*{BROWSER}\" html;\n"
    );
    for (media_type, ending) in types() {
        let _ = writeln!(text, "    \"~*{media_type}\" {ending};");
    }
    text.push_str("}\n");
    text
}

fn nginx_server(folder: &str) -> String {
    let mut text = format!(
        "# Include it in server {{}}, beside a root under which the site is at {folder}.\n\
         location {folder} {{\n    types {{\n"
    );
    for (ending, media_type) in USUAL.iter().chain(TYPES) {
        let _ = writeln!(text, "        {media_type} {ending};");
    }
    let _ = writeln!(
        text,
        "    }}\n    index index.html;\n    absolute_redirect off;\n    add_header Vary Accept always;\n    \
         try_files $uri $uri/index.html @plenary;\n}}\n\
         location = {folder}.well-known/void {{\n    default_type text/turtle;\n}}\n\
         # Only a file that is there is led to, so that nothing of the request gets into the answer unseen.\n\
         location @plenary {{\n    absolute_redirect off;\n    add_header Vary Accept always;\n    \
         if (-f $document_root$uri.$plenary_ending) {{\n        return 303 $uri.$plenary_ending;\n    }}\n    \
         if (-f $document_root$uri.html) {{\n        return 303 $uri.html;\n    }}\n    return 404;\n}}"
    );
    text
}

fn caddy(folder: &str) -> String {
    let mut text = format!("# Content negotiation for {folder}: import it into the block of the site.\n");
    let browser = BROWSER.replace("\\s", "[[:space:]]");
    for (media_type, ending) in types() {
        let _ = writeln!(
            text,
            "@plenary_{ending} {{\n    path {folder}*\n    not header_regexp Accept `{browser}`\n    \
             header_regexp {ending} Accept `{media_type}`\n    file {{path}}.{ending}\n}}\n\
             redir @plenary_{ending} {{path}}.{ending} 303"
        );
    }
    let _ = writeln!(
        text,
        "@plenary_html {{\n    path {folder}*\n    file {{path}}.html\n}}\nredir @plenary_html {{path}}.html 303\n\
         header {folder}* +Vary Accept"
    );
    for (ending, media_type) in TYPES {
        let _ = writeln!(text, "header {folder}*.{ending} Content-Type {media_type}");
    }
    text
}

/// For a permanent identifier that leads here: the asker is sent on to the file at once.
fn w3id(address: &str) -> String {
    let mut text =
        format!("# Copy it to the folder of the identifier at w3id.org; it leads to {address}\nRewriteEngine On\n");
    for (media_type, ending) in types() {
        let _ = writeln!(
            text,
            "RewriteCond %{{HTTP_ACCEPT}} !{BROWSER}\nRewriteCond %{{HTTP_ACCEPT}} {media_type}\n\
             RewriteRule ^([^.]+)$ {address}$1.{ending} [R=303,L]"
        );
    }
    let _ =
        writeln!(text, "RewriteRule ^([^.]+)$ {address}$1.html [R=303,L]\nRewriteRule ^(.*)$ {address}$1 [R=302,L]");
    text
}

/// Netlify and Cloudflare Pages find `x.html` for `/x` by themselves, and do not look at `Accept`; merged records are
/// what is left to tell them.
fn redirects(site: &Site, folder: &str) -> String {
    let mut text = String::from("# Netlify, Cloudflare Pages. They find pages without ending, and do not negotiate.\n");
    for (from, to) in super::moved::paths(site) {
        let _ = writeln!(text, "{folder}{from} {folder}{to}.html 301");
    }
    text
}

fn headers(folder: &str) -> String {
    let mut text = String::from("# Netlify, Cloudflare Pages.\n");
    for (ending, media_type) in TYPES {
        let _ = writeln!(text, "{folder}*.{ending}\n  Content-Type: {media_type}\n  Access-Control-Allow-Origin: *");
    }
    let _ = writeln!(text, "{folder}.well-known/void\n  Content-Type: text/turtle");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_site_is_its_path() {
        assert_eq!(folder("https://x.example/"), "/");
        assert_eq!(folder("https://x.example/a/b/"), "/a/b/");
    }
}
