//! Pages of an RPDE feed put together: the items that there are, in the order in which they changed.
//!
//! Items stay as they were written, but for spaces and line ends between their parts. An item that comes again takes the place of the older one, one that is deleted is
//! gone; what the feed's pages lead to in the end is one page of the same format.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::fault::Fault;
use crate::address::Address;

/// A page, as it is fetched and as a line of the journal.
#[derive(Debug, Deserialize)]
pub(super) struct Page<'p> {
    pub(super) next: Option<String>,
    #[serde(borrow)]
    items: Vec<&'p RawValue>,
    #[serde(default)]
    license: Option<String>,
}

/// What tells items apart and orders them.
#[derive(Debug, Deserialize)]
struct Head {
    state: String,
    #[serde(default)]
    kind: Option<Value>,
    id: Value,
    modified: Value,
}

/// A number, or a text; numbers come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Stamp {
    Number(i128),
    Text(String),
}

impl Stamp {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Number(number) => {
                let text = number.to_string();
                Some(text.parse().map_or(Self::Text(text), Self::Number))
            }
            _ => None,
        }
    }

    /// Whether it is before another one of the same sort.
    fn is_before(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self < other
    }
}

/// Kind and id.
type Key = (String, Stamp);

/// An item as it was written, and when it changed.
#[derive(Debug)]
struct Item {
    modified: Stamp,
    text: String,
}

/// The items of a feed so far.
#[derive(Debug, Default)]
pub(super) struct Collected {
    items: BTreeMap<Key, Item>,
    license: Option<String>,
    bytes: u64,
}

impl<'p> Page<'p> {
    /// Reads a page.
    pub(super) fn read(body: &'p [u8]) -> Result<Self, Fault> {
        serde_json::from_slice(body).map_err(|error| {
            let message = format!("the answer is no page of an RPDE feed: {error}");
            Fault::lasting(message, "look at the address; without rpde = true it is fetched as it is")
        })
    }

    pub(super) fn is_last(&self) -> bool {
        self.items.is_empty()
    }

    /// The page as a line of the journal, with the whole address of the next one.
    pub(super) fn line(&self, next: &Address) -> Vec<u8> {
        let items: Vec<String> = self.items.iter().map(|item| compact(item.get())).collect();
        let license = Value::from(self.license.as_deref());
        let next = Value::from(next.as_str());
        format!("{{\"next\":{next},\"license\":{license},\"items\":[{}]}}\n", items.join(",")).into_bytes()
    }
}

impl Collected {
    /// What a page that was written here holds.
    pub(super) fn of(content: &[u8]) -> Option<Self> {
        let mut collected = Self::default();
        collected.add(&Page::read(content).ok()?).ok()?;
        Some(collected)
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Adds what a page says is new, and takes away what it says is gone.
    pub(super) fn add(&mut self, page: &Page) -> Result<(), Fault> {
        self.license = page.license.clone().or_else(|| self.license.take());
        page.items.iter().try_for_each(|text| self.add_item(text))
    }

    fn add_item(&mut self, text: &RawValue) -> Result<(), Fault> {
        let broken = |why: &str| Fault::lasting(format!("an item {why}"), "tell the publisher of the feed");
        let head: Head = serde_json::from_str(text.get()).map_err(|error| broken(&format!("is broken: {error}")))?;
        let id = Stamp::of(&head.id).ok_or_else(|| broken("has an id that is neither text nor number"))?;
        let modified = Stamp::of(&head.modified).ok_or_else(|| broken("does not say when it was modified"))?;
        let key = (head.kind.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned(), id);
        if self.items.get(&key).is_some_and(|known| modified.is_before(&known.modified)) {
            return Ok(());
        }
        let old = match head.state.as_str() {
            "deleted" => self.items.remove(&key),
            "updated" => {
                let text = compact(text.get());
                self.bytes += text.len() as u64;
                self.items.insert(key, Item { modified, text })
            }
            other => return Err(broken(&format!("is in the state {other:?}, which is neither updated nor deleted"))),
        };
        self.bytes -= old.map_or(0, |old| old.text.len() as u64);
        Ok(())
    }

    /// All items as one page that leads to `next`.
    pub(super) fn write(&self, next: &str) -> Vec<u8> {
        let order: BTreeSet<(&Stamp, &Key)> = self.items.iter().map(|(key, item)| (&item.modified, key)).collect();
        let mut text = format!("{{\"next\":{},\"items\":[", Value::from(next));
        for (at, (_, key)) in order.into_iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text.push_str(&self.items[key].text);
        }
        text.push_str("\n]");
        if let Some(license) = &self.license {
            text.extend([",\"license\":", &Value::from(license.as_str()).to_string()]);
        }
        text.push_str("}\n");
        text.into_bytes()
    }
}

/// JSON without what stands between its parts, so that it is one line.
fn compact(json: &str) -> String {
    let (mut text, mut is_string, mut is_escaped) = (String::with_capacity(json.len()), false, false);
    for letter in json.chars() {
        if is_string || !letter.is_ascii_whitespace() {
            text.push(letter);
        }
        match letter {
            '"' if !is_escaped => is_string = !is_string,
            _ => {}
        }
        is_escaped = is_string && letter == '\\' && !is_escaped;
    }
    text
}

/// Where a feed goes on: what was collected, and the next page; none for the first one.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub(super) collected: Collected,
    pub(super) next: Option<Address>,
    /// The pages that the journal led to: one of them again would be a circle.
    pub(super) seen: BTreeSet<String>,
}

impl Progress {
    /// Adds the pages of a journal, as far as they are sound.
    pub(super) fn replay(mut self, journal: &[u8]) -> Self {
        for line in journal.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let Ok(page) = Page::read(line) else { break };
            let Some(next) = page.next.as_deref().and_then(|next| Address::parse(next).ok()) else { break };
            if self.collected.add(&page).is_err() {
                break;
            }
            self.seen.insert(next.as_str().to_owned());
            self.next = Some(next);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: u32, modified: u32, state: &str) -> String {
        format!(
            r#"{{ "state": "{state}", "kind": "Event", "id": "{id}", "modified": {modified}, "data": {{"n": 1.0}}}}"#
        )
    }

    fn add(collected: &mut Collected, items: &[String]) {
        let page = format!(r#"{{"next": "https://a.example/2", "items": [{}]}}"#, items.join(", "));
        collected.add(&Page::read(page.as_bytes()).unwrap()).unwrap();
    }

    #[test]
    fn items_are_kept_as_written_in_the_order_of_their_changes() {
        let mut collected = Collected::default();
        add(&mut collected, &[item(1, 10, "updated"), item(2, 9, "updated"), item(3, 11, "updated")]);
        add(&mut collected, &[item(1, 12, "updated"), item(3, 13, "deleted"), item(2, 8, "deleted")]);
        let written = String::from_utf8(collected.write("https://a.example/3")).unwrap();
        let [first, second] = [item(2, 9, "updated"), item(1, 12, "updated")].map(|item| compact(&item));
        let expected = format!("{{\"next\":\"https://a.example/3\",\"items\":[\n{first},\n{second}\n]}}\n");
        assert_eq!(written, expected);
        assert_eq!(collected.bytes(), (first.len() + second.len()) as u64);
        let again = Collected::of(written.as_bytes()).unwrap();
        assert_eq!(again.write("https://a.example/3"), written.as_bytes());
    }

    #[test]
    fn a_journal_leads_to_the_same() {
        let pages = [
            vec![item(1, 1, "updated"), item(2, 2, "updated").replace("{ ", "{\n")],
            vec![item(1, 3, "deleted"), item(3, 4, "updated")],
        ];
        let (mut collected, mut journal) = (Collected::default(), Vec::new());
        for (at, items) in pages.iter().enumerate() {
            let body = format!(r#"{{"next": "/{at}", "items": [{}]}}"#, items.join(","));
            let page = Page::read(body.as_bytes()).unwrap();
            collected.add(&page).unwrap();
            journal.extend(page.line(&Address::parse(&format!("https://a.example/{at}")).unwrap()));
        }
        let replayed = Progress::default().replay(&journal);
        assert_eq!(replayed.next.unwrap().as_str(), "https://a.example/1");
        assert_eq!(replayed.collected.write("x"), collected.write("x"));
        assert_eq!(Progress::default().replay(b"{}\n").next, None);
    }

    #[test]
    fn only_what_stands_between_parts_is_left_out() {
        assert_eq!(compact("{ \"a \\\" b\" :\n\t1.50, \"c\\\\\": \" \" }"), "{\"a \\\" b\":1.50,\"c\\\\\":\" \"}");
    }

    #[test]
    fn what_is_no_page_is_told() {
        for body in ["", "[]", "{\"next\": \"x\"}", "<html>", "{\"items\": {}}"] {
            assert!(Page::read(body.as_bytes()).is_err(), "{body}");
        }
        let mut collected = Collected::default();
        for broken in [r#"{"id": 1}"#, r#"{"id": [], "modified": 1, "state": "updated"}"#, &item(1, 1, "gone")] {
            let page = format!(r#"{{"next": "x", "items": [{broken}]}}"#);
            assert!(collected.add(&Page::read(page.as_bytes()).unwrap()).is_err(), "{broken}");
        }
    }
}
