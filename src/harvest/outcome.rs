//! What came of a feed, for people and for programs.

use serde_json::{Map, Value, json};

use crate::config::feeds::Feed;

/// What came of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is there for the first time.
    New,
    Changed,
    Unchanged,
    /// Given from the cache, without asking.
    Cached,
    Failed,
}

impl Fate {
    /// All that there are, in the order in which they are counted.
    pub const ALL: [Self; 5] = [Fate::New, Fate::Changed, Fate::Unchanged, Fate::Cached, Fate::Failed];

    /// The word that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Changed => "changed",
            Fate::Unchanged => "unchanged",
            Fate::Cached => "cached",
            Fate::Failed => "failed",
        }
    }
}

/// A feed's content, and where it is from. Of a feed that failed, the last one there was.
#[derive(Debug, Clone)]
pub struct Brought {
    pub content: Vec<u8>,
    pub sha256: String,
    pub final_url: String,
    pub media_type: Option<String>,
    pub retrieved: String,
    /// What the name of its file ends in.
    pub extension: String,
}

impl Brought {
    /// The name of its file.
    #[must_use]
    pub fn file_name(&self, feed: &Feed) -> String {
        format!("{}.{}", feed.id, self.extension)
    }
}

/// What came of a feed, with its content.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub fate: Fate,
    /// Why it failed, and the way out.
    pub fault: Option<(String, String)>,
    pub brought: Option<Brought>,
    /// The name and SHA-256 of the file that the feed had before, where it has another name now.
    pub renamed: Option<(String, String)>,
}

impl Outcome {
    /// As an object of the report; `file` is where its content was put.
    #[must_use]
    pub fn json(&self, feed: &Feed, file: Option<&str>) -> Value {
        let mut object = Map::new();
        object.insert("id".to_owned(), json!(feed.id));
        object.insert("url".to_owned(), json!(feed.url.as_str()));
        object.insert("outcome".to_owned(), json!(self.fate.name()));
        if let Some((message, help)) = &self.fault {
            object.insert("reason".to_owned(), json!(message));
            object.insert("help".to_owned(), json!(help));
        }
        if let Some(brought) = &self.brought {
            object.insert("snapshot".to_owned(), snapshot(brought, file));
        }
        object.insert("reading".to_owned(), reading(feed));
        Value::Object(object)
    }
}

fn snapshot(brought: &Brought, file: Option<&str>) -> Value {
    json!({
        "file": file,
        "finalUrl": brought.final_url,
        "mediaType": brought.media_type,
        "sha256": brought.sha256,
        "bytes": brought.content.len(),
        "retrieved": brought.retrieved,
    })
}

/// How the content is to be read, as far as the manifest says.
fn reading(feed: &Feed) -> Value {
    let map = feed.map.as_ref().map(|path| path.to_string_lossy().into_owned());
    let said = [
        ("format", feed.format.map(|format| format.name.to_owned())),
        ("timezone", feed.timezone.clone()),
        ("map", map),
        ("base", feed.base.clone()),
    ];
    said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect::<Map<_, _>>().into()
}
