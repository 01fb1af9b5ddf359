//! What the keys of a session and of a person are called, in the many programs that write them.
//!
//! Keys are compared without case, hyphens, underscores and spaces: `startsAt`, `starts-at` and `starts_at` are one.

/// Keys of a session.
pub(super) const TITLE: &[&str] = &["title", "sessiontitle", "name", "talk", "label", "evcustom"];
pub(super) const GUID: &[&str] = &["guid", "uuid"];
pub(super) const CODE: &[&str] = &["code", "id", "serial", "talkid", "eventid", "sessionid", "identifier", "slug"];
pub(super) const SUBTITLE: &[&str] = &["subtitle"];
pub(super) const SUMMARY: &[&str] = &["abstract", "shortabstract", "summary", "shortdescription", "teaser"];
pub(super) const DESCRIPTION: &[&str] = &["description", "longabstract", "body", "content", "longdescription"];
pub(super) const START: &[&str] = &[
    "start",
    "startsat",
    "startdate",
    "starttime",
    "timestart",
    "begin",
    "begins",
    "datestart",
    "startdatetime",
    "timeiso",
    "time",
    "slotstart",
];
pub(super) const END: &[&str] =
    &["end", "endsat", "enddate", "endtime", "timestop", "timeend", "ends", "dateend", "enddatetime"];
pub(super) const DATE: &[&str] = &["date", "day"];
pub(super) const DURATION: &[&str] = &["duration", "length", "evduration", "ttduration"];
pub(super) const ROOM: &[&str] =
    &["room", "location", "microlocation", "place", "venue", "venueserial", "roomname", "roomid", "rooms"];
pub(super) const TRACK: &[&str] = &["track", "category", "trackid", "stream"];
pub(super) const KIND: &[&str] = &["type", "sessiontype", "submissiontype", "eventtype", "kind", "format"];
pub(super) const LANGUAGE: &[&str] = &["language", "contentlocale", "locale", "lang", "languages"];
pub(super) const PEOPLE: &[&str] = &[
    "speakers",
    "speaker",
    "persons",
    "people",
    "presenters",
    "who",
    "facilitators",
    "facilitatorsnames",
    "speakernames",
    "authors",
    "hosts",
    "participants",
    "panelists",
    "conveners",
    "speakerids",
    "speakernameswithaffiliations",
    "primaryauthors",
];
pub(super) const MODERATORS: &[&str] = &["moderators", "moderator", "chairs", "chair"];
pub(super) const URL: &[&str] =
    &["url", "link", "publicurl", "websiteurl", "sessionurl", "eventurl", "originurl", "permalink", "voc"];
pub(super) const KEYWORDS: &[&str] = &["tags", "keywords", "taglist"];
pub(super) const STATE: &[&str] = &["state", "status"];
pub(super) const SLIDES: &[&str] = &["slides", "slidesurl", "presentation", "presentationlink"];
pub(super) const RECORDING: &[&str] =
    &["video", "videourl", "recordingurl", "audio", "audiourl", "liveurl", "recordings", "videos"];
pub(super) const LINKS: &[&str] = &["links", "resources"];
pub(super) const FILES: &[&str] = &["attachments", "materials", "folders"];

/// Keys of a person.
pub(super) const PERSON_NAME: &[&str] = &["publicname", "fullpublicname", "fullname", "name", "displayname"];
pub(super) const GIVEN: &[&str] = &["firstname", "givenname"];
pub(super) const FAMILY: &[&str] = &["lastname", "familyname", "surname"];
pub(super) const PERSON_KEY: &[&str] = &["code", "id", "serial", "guid", "uuid", "slug", "key"];
pub(super) const ORGANIZATION: &[&str] =
    &["affiliation", "organisation", "organization", "company", "affiliatedorg", "institution"];
pub(super) const POSITION: &[&str] = &["position", "jobtitle", "role"];
pub(super) const HOMEPAGE: &[&str] = &["homepage", "website", "url", "link", "publicurl"];
/// What marks a person beside the name.
pub(super) const OF_PERSONS: &[&str] = &[
    "bio",
    "biography",
    "shortbiography",
    "longbiography",
    "avatar",
    "photo",
    "profilepicture",
    "tagline",
    "firstname",
    "surname",
    "fullname",
    "publicname",
    "affiliation",
    "organisation",
    "company",
    "twitter",
    "speakerimage",
    "thumbnailurl",
    "affiliatedorg",
];
/// What is for the organizers, and never shown in a report.
pub(super) const PRIVATE: &[&str] =
    &["email", "phone", "mobile", "gender", "internalnotes", "emailhash", "availabilities"];

/// Keys under which lists of people, and of everything else that ids lead to, stand.
pub(super) const PEOPLE_LISTS: &[&str] = &["speakers", "people", "persons", "presenters", "facilitators"];
pub(super) const ROOM_LISTS: &[&str] = &["rooms", "locations", "microlocations", "venues", "places"];
pub(super) const TRACK_LISTS: &[&str] = &["tracks", "categories"];
pub(super) const KIND_LISTS: &[&str] = &["eventtypes", "sessiontypes", "submissiontypes"];

/// A key as it is compared.
pub(super) fn folded(key: &str) -> String {
    key.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ' | '@')).flat_map(char::to_lowercase).collect()
}
