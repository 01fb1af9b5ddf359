//! What a manifest says: how feeds are fetched, and which.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::super::feeds::setting::{FEED_SETTINGS, MANIFEST_SETTINGS, MANNER_SETTINGS};
use super::super::feeds::{Feed, Header, Manifest, Manner};
use super::super::setting::{Kind, Setting};
use super::{Reader, readable};
use crate::address::Address;
use crate::check::catalogue::config::VALUE;
use crate::check::time::zone;
use crate::diagnostic::Report;
use crate::doc::{Member, Node, Path, Value};
use crate::format;
use crate::lookup::near::nearest;
use crate::source::Source;

/// Longest time that a setting takes: a day.
const LONGEST: f64 = 86_400.0;
/// Shortest time in which something may be done.
const SHORTEST: f64 = 0.001;

/// Headers that say how an answer is sent, or are made from the cache.
const OWN_HEADERS: [&str; 12] = [
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "transfer-encoding",
    "user-agent",
];

/// What Windows takes for a device, whatever it ends in.
const DEVICES: [&str; 12] =
    ["aux", "com1", "com2", "com3", "com4", "con", "lpt1", "lpt2", "lpt3", "lpt4", "nul", "prn"];

/// Reads the tables of a manifest.
pub(in super::super) fn manifest(root: &Node, source: &Arc<Source>, manifest: &mut Manifest, report: &mut Report) {
    let mut reader = Reader { source, report, mentions: Vec::new() };
    for (setting, node) in reader.settings(root, MANIFEST_SETTINGS, &Path::Root) {
        let path = Path::Root.key(setting.name);
        match setting.kind {
            Kind::Manner => reader.manner(node, &path, &mut manifest.manner),
            _ => manifest.feeds = reader.by_id(node, &path, |feed| &feed.id, Reader::feed),
        }
    }
}

impl Reader<'_> {
    fn manner(&mut self, table: &Node, path: &Path, manner: &mut Manner) {
        for (setting, node) in self.settings(table, MANNER_SETTINGS, path) {
            let path = &path.key(setting.name);
            match setting.name {
                "user-agent" => set(&mut manner.user_agent, self.header_value(node, path)),
                "cache" => set(&mut manner.cache, self.path(node, path, setting)),
                "jobs" => set(&mut manner.jobs, self.number(node, path, setting)),
                "max-bytes" => set(&mut manner.max_bytes, self.number(node, path, setting)),
                "max-redirects" => set(&mut manner.max_redirects, self.number(node, path, setting)),
                "max-pages" => set(&mut manner.max_pages, self.number(node, path, setting)),
                "retries" => set(&mut manner.retries, self.number(node, path, setting)),
                name => {
                    let time = self.seconds(node, path, setting);
                    match name {
                        "timeout" => set(&mut manner.timeout, time),
                        "connect-timeout" => set(&mut manner.connect_timeout, time),
                        "retry-wait" => set(&mut manner.retry_wait, time),
                        "max-wait" => set(&mut manner.max_wait, time),
                        _ => set(&mut manner.delay, time),
                    }
                }
            }
        }
    }

    /// A table of `[[source]]`; none where it cannot be fetched.
    fn feed(&mut self, item: &Node, path: &Path) -> Option<Feed> {
        let known = self.settings(item, FEED_SETTINGS, path);
        let id = self.needed(item, path, &FEED_SETTINGS[0]).and_then(|node| self.id(node, &path.key("id")));
        let url = self.needed(item, path, &FEED_SETTINGS[1]).and_then(|node| self.url(node, &path.key("url")));
        let mut feed = Feed::new(id?, url?);
        for (setting, node) in known {
            let path = &path.key(setting.name);
            match setting.name {
                "format" => feed.format = self.one_of(node, path, "a format that can be read", &readable()),
                "timezone" => feed.timezone = self.zone(node, path),
                "map" => feed.map = self.path(node, path, setting),
                "base" => feed.base = self.base(node, path),
                "headers" => feed.headers = self.headers(node, path),
                "rpde" => set(&mut feed.is_rpde, self.flag(node, path)),
                "allow-private" => set(&mut feed.allow_private, self.flag(node, path)),
                "max-bytes" => feed.max_bytes = self.number(node, path, setting),
                "timeout" => feed.timeout = self.seconds(node, path, setting),
                _ => {}
            }
        }
        if feed.is_rpde {
            feed.format = feed.format.or(Some(&format::rpde::FORMAT));
        }
        Some(feed)
    }

    /// The value of a setting that has to be there.
    pub(super) fn needed<'n, 's>(
        &mut self,
        item: &'n Node<'s>,
        path: &Path,
        setting: &Setting,
    ) -> Option<&'n Node<'s>> {
        item.as_object()?;
        let node = item.get(setting.name);
        if node.is_none() {
            let message = format!("the setting \"{}\" is missing", setting.name);
            self.push(&VALUE, item.head(), path, message, format!("add {} = {}", setting.name, setting.example));
        }
        node
    }

    fn id(&mut self, node: &Node, path: &Path) -> Option<String> {
        let text = self.text(node, path, FEED_SETTINGS[0].example)?;
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        let begins = text.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        let is_device = DEVICES.contains(&text.split('.').next().unwrap_or_default());
        if !begins || is_device || text.len() > 100 || !text.bytes().all(is_plain) {
            let message = format!("\"{text}\" cannot name a file everywhere");
            let help =
                "take small letters, digits, hyphens, underscores and dots, 100 at most, a letter or digit first";
            self.push(&VALUE, node.span, path, message, help);
            return None;
        }
        Some(text.to_owned())
    }

    fn url(&mut self, node: &Node, path: &Path) -> Option<Address> {
        let text = self.text(node, path, FEED_SETTINGS[1].example)?;
        match Address::parse(text) {
            Ok(address) => Some(address),
            Err(why) => {
                let message = format!("the address {why}");
                self.push(&VALUE, node.span, path, message, format!("write it as {}", FEED_SETTINGS[1].example));
                None
            }
        }
    }

    fn zone(&mut self, node: &Node, path: &Path) -> Option<String> {
        let text = self.text(node, path, "\"Europe/Zurich\"")?;
        if zone::names().iter().any(|name| name == text) {
            return Some(text.to_owned());
        }
        let meant = nearest(text, zone::names().iter().map(String::as_str));
        let message = format!("\"{text}\" is not in the IANA time zone database");
        self.refuse(&VALUE, node.span, path, message, meant, "its names are like Europe/Zurich or America/New_York");
        None
    }

    fn path(&mut self, node: &Node, path: &Path, setting: &Setting) -> Option<PathBuf> {
        self.text(node, path, setting.example).map(PathBuf::from)
    }

    pub(super) fn flag(&mut self, node: &Node, path: &Path) -> Option<bool> {
        match node.value {
            Value::Bool(flag) => Some(flag),
            _ => {
                self.wrong_kind(node, path, "a boolean", "true or false");
                None
            }
        }
    }

    fn seconds(&mut self, node: &Node, path: &Path, setting: &Setting) -> Option<Duration> {
        let number = self.written_number(node, path, "a number of seconds", setting.example)?;
        let least = if setting.kind == Kind::Pause { 0.0 } else { SHORTEST };
        match number.parse::<f64>() {
            Ok(seconds) if (least..=LONGEST).contains(&seconds) => Some(Duration::from_secs_f64(seconds)),
            _ => {
                let message = format!("{number} is no time that this setting takes");
                self.push(&VALUE, node.span, path, message, format!("write {least} to {LONGEST} seconds"));
                None
            }
        }
    }

    pub(super) fn number<N: TryFrom<u64>>(&mut self, node: &Node, path: &Path, setting: &Setting) -> Option<N> {
        let Kind::Count { least, most } = setting.kind else { return None };
        let number = self.written_number(node, path, "a whole number", setting.example)?;
        let value = number.parse().ok().filter(|value| (least..=most).contains(value));
        if value.is_none() {
            let message = format!("{number} is not a number that this setting takes");
            self.push(&VALUE, node.span, path, message, format!("write a whole number, {least} to {most}"));
        }
        value.and_then(|value| N::try_from(value).ok())
    }

    /// A number as it is written, without the underscores that part its digits.
    pub(super) fn written_number(&mut self, node: &Node, path: &Path, takes: &str, example: &str) -> Option<String> {
        match &node.value {
            Value::Number(number) => Some(number.replace('_', "")),
            _ => {
                self.wrong_kind(node, path, takes, example);
                None
            }
        }
    }

    fn headers(&mut self, node: &Node, path: &Path) -> Vec<(String, Header)> {
        let mut headers = Vec::new();
        for member in self.table(node, path, "{ Accept = \"application/json\" }") {
            let path = path.key(&member.key);
            if self.is_header_name(member, &path)
                && let Some(value) = self.header(&member.node, &path)
            {
                headers.push((member.key.to_string(), value));
            }
        }
        headers
    }

    fn is_header_name(&mut self, member: &Member, path: &Path) -> bool {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let (why, help) = if OWN_HEADERS.contains(&member.key.to_ascii_lowercase().as_str()) {
            ("is set by plenary itself", "remove it; [settings] has user-agent")
        } else if member.key.is_empty() || !member.key.bytes().all(is_token) {
            ("is no name of a header", "write one such as Authorization or X-Api-Key")
        } else {
            return true;
        };
        self.push(&VALUE, member.key_span, path, format!("\"{}\" {why}", member.key), help);
        false
    }

    /// A value, or `{ env = "NAME" }`.
    fn header(&mut self, node: &Node, path: &Path) -> Option<Header> {
        match (&node.value, node.text("env")) {
            (Value::Object(members), Some(name)) if members.len() == 1 && is_variable(name) => {
                Some(Header::Environment(name.to_owned()))
            }
            (Value::Object(_), _) => {
                let message = "this table does not name a variable of the environment".to_owned();
                self.push(&VALUE, node.span, path, message, "write { env = \"NAME\" }");
                None
            }
            _ => self.header_value(node, path).map(Header::Literal),
        }
    }

    fn header_value(&mut self, node: &Node, path: &Path) -> Option<String> {
        let text = self.text(node, path, "it in quotes, or { env = \"NAME\" }")?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            let message = "this cannot be the value of a header".to_owned();
            self.push(&VALUE, node.span, path, message, "write it in one line of ASCII");
            return None;
        }
        Some(text.to_owned())
    }
}

/// Whether the environment can have a variable of this name.
fn is_variable(name: &str) -> bool {
    !name.is_empty() && !name.contains(['=', '\0'])
}

pub(super) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
