//! Plain derived structs of the generated records: what `serde_json` can do at best.

#![allow(dead_code, unreachable_pub, clippy::struct_field_names)]

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub r#type: String,
    pub identifier: String,
    pub title: BTreeMap<String, String>,
    pub description: String,
    pub edition: String,
    pub session_type: String,
    pub format: String,
    pub attendance_mode: String,
    pub start: String,
    pub end: String,
    pub time_zone: String,
    pub duration: String,
    pub place: Place,
    pub languages: Vec<String>,
    pub participations: Vec<Participation>,
    pub related_to: Vec<String>,
    pub focuses_primarily_on: Vec<String>,
    pub keywords: Vec<String>,
    pub resources: Vec<Resource>,
    pub url: String,
    pub modified: String,
}

#[derive(Debug, Deserialize)]
pub struct Place {
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participation {
    pub agent: Agent,
    pub role: String,
    pub status: String,
    pub position: String,
    pub affiliation: Organization,
    pub stakeholder_group: String,
}

#[derive(Debug, Deserialize)]
pub struct Agent {
    pub r#type: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    pub name: String,
    pub country: Option<String>,
    pub unit_of: Option<Box<Organization>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    pub resource_kind: String,
    pub url: String,
    pub media_type: String,
}
