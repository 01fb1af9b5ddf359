//! An item of a programme as a session.

use super::{Import, Item, Link, Someone, Words, clean, is_web, language, list, moment, object};
use crate::diagnostic::{Diagnostic, Fate, Severity};
use crate::doc::Node;
use crate::rdf::naming;
use crate::source::Span;
use crate::thesaurus::recognise_code;

impl<'s> Import<'s, '_> {
    /// Makes a session of an item. All that the item says is in it or told.
    pub fn session(&mut self, item: &Item<'s>) -> Node<'s> {
        self.report.account.add("event", Fate::Record);
        let mut session = object(item.span);
        self.name(&mut session, item);
        Self::texts(&mut session, item);
        self.times(&mut session, item);
        if let Some(room) = &item.room {
            self.report.account.add("room", Fate::Part);
            let venue = self.edition.as_ref().and_then(|edition| edition.get("place")).cloned();
            let place = self.place(room, venue.as_ref());
            session.set("place", place);
        }
        self.kind(&mut session, item);
        self.languages(&mut session, &item.languages);
        if let Some((status, span)) = item.status {
            session.set("eventStatus", Node::string(status, span));
        }
        let people = item.people.iter().map(|someone| self.participation(someone)).collect();
        if let Some(people) = list(self.distinct_people(people)) {
            session.set("participations", people);
        }
        let links = self.distinct(&item.links);
        let resources = links.into_iter().filter_map(|link| self.resource(link)).collect();
        if let Some(resources) = list(resources) {
            session.set("resources", resources);
        }
        if let Some(keywords) = list(item.keywords.iter().map(Words::node).collect()) {
            session.set("keywords", keywords);
        }
        if let Some(url) = &item.url {
            self.set_iri(&mut session, "url", url);
        }
        self.tell_apart(&mut session, item);
        session
    }

    /// An id for an item that nothing else tells from the others: its key, or its title and time, are those of an item
    /// before, or there is no key and no time.
    fn tell_apart(&mut self, session: &mut Node<'s>, item: &Item<'s>) {
        let (title, start) = (session.text("title").unwrap_or_default(), session.text("start").unwrap_or_default());
        let key = item.guid.as_ref().or(item.code.as_ref());
        let own = key.map_or_else(|| format!("{title}\n{start}"), |key| key.text.to_string());
        let is_first = self.seen.insert(own);
        match key {
            Some(_) if is_first && (self.edition.is_some() || session.get("id").is_some()) => return,
            Some(key) if is_first => {
                let id = self.local("session", &key.text);
                session.set("id", Node::string(id, key.span));
                return;
            }
            Some(key) => {
                let message = format!("another item has the key {:?}", key.text);
                let finding = Diagnostic::warning("import/repeated", self.source, key.span, message);
                self.report
                    .push(finding.help("give each item a key of its own; this one is told apart by title and time"));
            }
            None if is_first && !start.is_empty() && self.edition.is_some() => return,
            None => {}
        }
        let room = item.room.as_ref().map_or("", |room| &*room.text);
        let id = self.local("session", &format!("{title} {start} {room}"));
        let mut count = 1;
        let mut own = id.clone();
        while !self.seen.insert(own.clone()) {
            count += 1;
            own = format!("{id}-{count}");
        }
        session.set("id", Node::string(own, item.span));
    }

    /// What the session is called, and its keys: a UUID is an IRI of its own, other keys hold within the edition.
    fn name(&mut self, session: &mut Node<'s>, item: &Item<'s>) {
        session.set("type", Node::string("Session", item.span));
        if let Some(guid) = &item.guid {
            match uuid(&guid.text) {
                Some(uuid) => session.set("id", Node::string(format!("urn:uuid:{uuid}"), guid.span)),
                None if is_web(&guid.text) => self.set_iri(session, "id", guid),
                None if item.code.is_none() => session.set("identifier", guid.node()),
                None => self.lose("event", "guid", guid),
            }
        }
        match &item.code {
            Some(code) if is_web(&code.text) && session.get("id").is_none() => {
                self.set_iri(session, "id", code);
            }
            Some(code) => session.set("identifier", code.node()),
            None => {}
        }
        if let Some(edition) = &self.edition {
            session.set("edition", edition.clone());
        }
        let key = item.code.as_ref().or(item.guid.as_ref());
        if let Some(key) = key {
            let mut source = object(key.span);
            source.set("recordKey", key.node());
            source.set("file", Node::string(file_name(self.source.name()).to_owned(), key.span));
            session.set("source", source);
        }
    }

    fn texts(session: &mut Node<'s>, item: &Item<'s>) {
        let texts = [("title", &item.title), ("abstract", &item.summary), ("description", &item.description)];
        for (key, words) in texts {
            let Some(words) = words else { continue };
            let text = clean::plain(words.text.clone());
            let text = if key == "title" { one_line(text) } else { text };
            // The same text twice says nothing more.
            let is_told = key == "description" && session.text("abstract") == Some(&text);
            if !is_told && !text.is_empty() {
                session.set(key, Node::string(text, words.span));
            }
        }
    }

    fn times(&mut self, session: &mut Node<'s>, item: &Item<'s>) {
        for (key, when) in [("start", &item.start), ("end", &item.end)] {
            let Some(when) = when else { continue };
            if let Some(moment) = self.zone.moment(when) {
                session.set(key, Node::string(moment, when.span()));
            }
        }
        if let Some((minutes, words)) = &item.duration {
            session.set("duration", Node::string(moment::iso(*minutes), words.span));
        }
        if let Some(modified) = item.modified.as_ref().filter(|when| when.has_offset())
            && let Some(moment) = self.zone.moment(modified)
        {
            session.set("modified", Node::string(moment, modified.span()));
        }
        if let Some(zone) = item.zone.as_ref().filter(|zone| moment::Zone::is_known(&zone.text)) {
            session.set("timeZone", zone.node());
        } else if let Some((zone, _)) =
            self.zone.name().filter(|_| item.start.as_ref().is_some_and(|when| self.zone.holds(when)))
        {
            let span = item.start.as_ref().map_or(item.span, moment::When::span);
            session.set("timeZone", Node::string(zone, span));
        }
    }

    fn kind(&mut self, session: &mut Node<'s>, item: &Item<'s>) {
        if let Some(kind) = &item.kind {
            let code = match recognise_code("session-type", &kind.text) {
                Some(concept) => concept.code.clone(),
                None => self.own_code(last_part(&kind.text)),
            };
            session.set("sessionType", Node::string(code, kind.span));
        }
        if let Some(track) = &item.track {
            self.report.account.add("track", Fate::Part);
            let mut concept = object(track.span);
            concept.set("id", self.by_name("track", track));
            concept.set("label", track.node());
            concept.set("conceptKind", Node::string("track", track.span));
            session.set("track", concept);
        }
    }

    /// A code of the event itself, for what the core lists have no code for.
    fn own_code(&self, text: &str) -> String {
        let mut code = if self.scope.is_empty() { "feed".to_owned() } else { self.scope.clone() };
        code.push('/');
        let length = code.len();
        naming::slug(text, 40, &mut code);
        if code.len() == length { "other".to_owned() } else { code }
    }

    fn languages(&mut self, session: &mut Node<'s>, languages: &[Words<'s>]) {
        let mut tags: Vec<Node<'s>> = Vec::new();
        for words in languages {
            match language::tags(words) {
                Ok(found) => tags.extend(found.into_iter().map(|tag| Node::string(tag, words.span))),
                Err(_) => self.unread(words, "is no language that is known here"),
            }
        }
        let mut seen = Vec::new();
        tags.retain(|tag| {
            let text = tag.as_str().unwrap_or_default().to_owned();
            let is_new = !seen.contains(&text);
            seen.push(text);
            is_new
        });
        if let Some(tags) = list(tags) {
            session.set("languages", tags);
        }
    }

    /// Makes a record of somebody by themselves.
    pub fn person(&mut self, someone: &Someone<'s>) -> Node<'s> {
        self.report.account.add("listed person", Fate::Record);
        for words in [&someone.organization, &someone.position].into_iter().flatten() {
            self.lose("person", "organization or position", words);
        }
        self.agent(someone)
    }

    fn agent(&mut self, someone: &Someone<'s>) -> Node<'s> {
        let mut agent = object(someone.span);
        agent.set("type", Node::string("Person", someone.span));
        let mut name = one_line(someone.name.text.clone()).into_owned();
        if let Some(key) = &someone.key {
            let iri = || super::iri(&key.text).filter(|iri| is_web(iri));
            let id = uuid(&key.text).map(|uuid| format!("urn:uuid:{uuid}")).or_else(iri);
            let id = id.unwrap_or_else(|| self.local("person", &key.text));
            // One person is called one way; how else is told.
            let known = self.called.entry(id.clone()).or_insert_with(|| name.clone()).clone();
            if known != name {
                self.lose("person", "name as it is elsewhere", &someone.name);
                name = known;
            }
            agent.set("id", Node::string(id, key.span));
        }
        agent.set("name", Node::string(name, someone.name.span));
        if let Some(url) = &someone.url {
            self.set_iri(&mut agent, "url", url);
        }
        if let Some(email) = &someone.email {
            let mut private = object(email.span);
            private.set("email", email.node());
            agent.set("private", private);
        }
        agent
    }

    fn participation(&mut self, someone: &Someone<'s>) -> Node<'s> {
        self.report.account.add("person", Fate::Part);
        let agent = self.agent(someone);
        let mut participation = object(someone.span);
        participation.set("agent", agent);
        let role = match &someone.role {
            None => Node::string("speaker", someone.span),
            Some(words) => match recognise_code("role", &words.text) {
                Some(concept) => Node::string(concept.code.clone(), words.span),
                None => Node::string(self.own_code(&words.text), words.span),
            },
        };
        participation.set("role", role);
        for (key, code) in [("status", &someone.status), ("mode", &someone.mode)] {
            if let Some(code) = code {
                participation.set(key, code.node());
            }
        }
        if let Some(position) = &someone.position {
            participation.set("position", position.node());
        }
        if let Some(organization) = &someone.organization {
            let mut affiliation = object(organization.span);
            affiliation.set("name", organization.node());
            participation.set("affiliation", affiliation);
        }
        participation
    }

    /// The participations without those that say again what an earlier one says: nobody takes part twice in one way.
    fn distinct_people(&mut self, people: Vec<Node<'s>>) -> Vec<Node<'s>> {
        let mut distinct: Vec<Node> = Vec::new();
        for participation in people {
            if distinct.iter().any(|known| known.same_value(&participation)) {
                let message = "this participant is listed again; taken once";
                let told = Diagnostic::new("import/mended", Severity::Note, self.source, participation.span, message);
                self.report.push(told.help("list each participant once"));
            } else {
                distinct.push(participation);
            }
        }
        distinct
    }

    /// The links without those to an address that an earlier one leads to.
    fn distinct<'l>(&mut self, links: &'l [Link<'s>]) -> Vec<&'l Link<'s>> {
        let mut distinct: Vec<&Link> = Vec::new();
        for link in links {
            match distinct.iter().find(|known| known.url.text == link.url.text) {
                None => distinct.push(link),
                Some(known) => {
                    self.report.account.add("link", Fate::Part);
                    let other = link
                        .title
                        .as_ref()
                        .filter(|title| known.title.as_ref().is_none_or(|one| one.text != title.text));
                    if let Some(title) = other {
                        self.lose("link", "title", title);
                    }
                }
            }
        }
        distinct
    }

    fn resource(&mut self, link: &Link<'s>) -> Option<Node<'s>> {
        let Some(iri) = super::iri(&link.url.text) else {
            self.report.leave("link", self.source, link.span, format_args!("{:?} is no address", link.url.text));
            return None;
        };
        self.report.account.add("link", Fate::Part);
        let usual = if link.is_file { "document" } else { "web-page" };
        let kind = link.kind.or_else(|| kind_of(&iri, link.title.as_ref())).unwrap_or(usual);
        let mut resource = object(link.span);
        resource.set("resourceKind", Node::string(kind, link.span));
        resource.set("url", Node::string(iri, link.url.span));
        if let Some(title) = &link.title {
            resource.set("title", title.node());
        }
        Some(resource)
    }

    /// Notes that something was read in a way that is not certain.
    pub fn inferred(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let finding = Diagnostic::new("import/inferred", Severity::Note, self.source, span, message);
        self.report.push(finding.help(help));
    }
}

/// What a link leads to, by its title and the end of its address.
fn kind_of(address: &str, title: Option<&Words>) -> Option<&'static str> {
    const ENDINGS: &[(&str, &[&str])] = &[
        ("recording", &[".webm", ".mp4", ".ogg", ".ogv", ".mp3", ".av1.webm", ".opus", ".mkv"]),
        ("slides", &[".ppt", ".pptx", ".odp", ".key"]),
    ];
    const DOCUMENTS: &[(&str, &[&str])] = &[("document", &[".pdf", ".doc", ".docx", ".odt"])];
    const WORDS: &[(&str, &[&str])] = &[
        ("recording", &["video", "recording", "livestream", "audio"]),
        ("slides", &["slides", "presentation", "slide deck", "slidedeck"]),
        ("transcript", &["transcript", "captions", "subtitles"]),
    ];
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    let title = title.map(|title| title.text.to_lowercase()).unwrap_or_default();
    let by_ending = |(_, endings): &&(&str, &[&str])| endings.iter().any(|ending| path.ends_with(ending));
    let by_word = |(_, words): &&(&str, &[&str])| words.iter().any(|word| title.starts_with(word));
    let found = ENDINGS.iter().find(by_ending).or_else(|| WORDS.iter().find(by_word));
    found.or_else(|| DOCUMENTS.iter().find(by_ending)).map(|(kind, _)| *kind)
}

/// The name at the end of an IRI; other texts as they are.
fn last_part(text: &str) -> &str {
    let is_iri = is_web(text);
    text.rsplit(['/', '#']).find(|part| is_iri && !part.is_empty()).unwrap_or(text)
}

/// A UUID in lower case; the nil UUID is none.
fn uuid(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("urn:uuid:").to_ascii_lowercase();
    let form = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    let is_uuid = text.len() == 36 && text.bytes().enumerate().all(form);
    (is_uuid && text.bytes().any(|byte| byte != b'0' && byte != b'-')).then_some(text)
}

/// A text on one line, without double spaces.
fn one_line(text: std::borrow::Cow<'_, str>) -> std::borrow::Cow<'_, str> {
    if text.contains(['\n', '\r', '\t']) || text.contains("  ") {
        return text.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    text
}

/// The last part of a path: where a file lies is nobody's business.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
