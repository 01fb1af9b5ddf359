//! Every setting of a manifest, what it takes, and what it is for.

use super::super::setting::{Kind, Setting};

/// The tables at the top of `feeds.toml`.
pub static MANIFEST_SETTINGS: &[Setting] = &[
    Setting {
        name: "settings",
        about: "How feeds are fetched; the same for all of them.",
        kind: Kind::Manner,
        example: "{ retries = 5 }",
    },
    Setting {
        name: "source",
        about: "A feed; one table for each.",
        kind: Kind::Feeds,
        example: r#"[{ id = "igf", url = "https://data.example.org/schedule.xml" }]"#,
    },
];

/// The settings of `[settings]`.
pub static MANNER_SETTINGS: &[Setting] = &[
    Setting {
        name: "user-agent",
        about: "How we are called in requests; name a page or an address by which you can be reached.",
        kind: Kind::Text,
        example: r#""lakeside-harvest (+https://data.example.org/about)""#,
    },
    Setting {
        name: "timeout",
        about: "Seconds that one try may take in all, with its redirects.",
        kind: Kind::Seconds,
        example: "30",
    },
    Setting {
        name: "connect-timeout",
        about: "Seconds that finding and reaching a host may take.",
        kind: Kind::Seconds,
        example: "5",
    },
    Setting {
        name: "max-bytes",
        about: "Most bytes of an answer once it is unpacked, and of all items that an RPDE feed holds.",
        kind: Kind::Count { least: 1, most: 1 << 40 },
        example: "16_000_000",
    },
    Setting {
        name: "max-redirects",
        about: "Most redirects that are followed one after the other.",
        kind: Kind::Count { least: 0, most: 50 },
        example: "2",
    },
    Setting {
        name: "max-pages",
        about: "Most pages of an RPDE feed that one run fetches; the next run goes on from there.",
        kind: Kind::Count { least: 1, most: 10_000_000 },
        example: "500",
    },
    Setting {
        name: "retries",
        about: "Further tries after one that failed for a while: no connection, a broken answer, status 408, 425, 429, 500, \
                502, 503 or 504.",
        kind: Kind::Count { least: 0, most: 100 },
        example: "5",
    },
    Setting {
        name: "retry-wait",
        about: "Seconds to wait before the second try; each further wait is twice as long.",
        kind: Kind::Pause,
        example: "0.5",
    },
    Setting {
        name: "max-wait",
        about: "Longest wait between two tries, in seconds. A server that asks for a longer one (Retry-After) is left alone.",
        kind: Kind::Seconds,
        example: "300",
    },
    Setting {
        name: "delay",
        about: "Seconds between two requests to one host, which also gets one at a time.",
        kind: Kind::Pause,
        example: "2.5",
    },
    Setting {
        name: "jobs",
        about: "Feeds that are fetched at the same time.",
        kind: Kind::Count { least: 1, most: 64 },
        example: "8",
    },
    Setting {
        name: "cache",
        about: "The folder that keeps what was fetched, from this file's folder on.",
        kind: Kind::Path,
        example: r#"".cache/feeds""#,
    },
];

/// The settings of `[[source]]`.
pub static FEED_SETTINGS: &[Setting] = &[
    Setting {
        name: "id",
        about: "Its name, and that of its file: small letters, digits, hyphens, underscores, dots. Needed.",
        kind: Kind::Name,
        example: r#""igf-2031""#,
    },
    Setting {
        name: "url",
        about: "Where it is: http or https. Needed.",
        kind: Kind::Url,
        example: r#""https://data.example.org/schedule.xml""#,
    },
    Setting {
        name: "format",
        about: "What it is in. Says what the file is called, and that a web page in its place is a failure.",
        kind: Kind::Format,
        example: r#""ics""#,
    },
    Setting {
        name: "timezone",
        about: "The zone of times that name none, for whoever reads the file; the report says it.",
        kind: Kind::Zone,
        example: r#""Europe/Zurich""#,
    },
    Setting {
        name: "map",
        about: "What the columns of a table are for (plenary columns), for whoever reads the file; the report says it.",
        kind: Kind::Path,
        example: r#""maps/igf.toml""#,
    },
    Setting {
        name: "base",
        about: "The IRI that minted IRIs begin with, for whoever reads the file; the report says it.",
        kind: Kind::Base,
        example: r#""https://data.example.org/""#,
    },
    Setting {
        name: "headers",
        about: "Headers of its requests. { env = \"NAME\" } takes one from the environment. A redirect to another host, port \
                or scheme does not get them.",
        kind: Kind::Headers,
        example: r#"{ Authorization = { env = "IGF_TOKEN" } }"#,
    },
    Setting {
        name: "rpde",
        about: "Whether it is a feed of pages that lead to each other (OpenActive RPDE), of which all are fetched.",
        kind: Kind::Flag,
        example: "true",
    },
    Setting {
        name: "allow-private",
        about: "Whether its host may be this machine or in a private network, which is refused otherwise. Hosts that it redirects to \
                may not.",
        kind: Kind::Flag,
        example: "true",
    },
    Setting {
        name: "max-bytes",
        about: "As in [settings], for this feed.",
        kind: Kind::Count { least: 1, most: 1 << 40 },
        example: "500_000_000",
    },
    Setting { name: "timeout", about: "As in [settings], for this feed.", kind: Kind::Seconds, example: "300" },
];
