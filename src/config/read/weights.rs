//! Models that were learned, held against the fields that they are for.

use std::sync::Arc;

use super::super::weights::{MODEL_SETTINGS, SHARE_SETTINGS};
use super::Reader;
use crate::check::catalogue::config::VALUE;
use crate::diagnostic::Report;
use crate::doc::{Node, Path};
use crate::link::record::Field;
use crate::link::role::Role;
use crate::link::{FieldModel, Model};
use crate::lookup::near::nearest;
use crate::source::Source;

/// The way out where a model is not for the mapping.
const LEARN: &str = "learn it again with `plenary link train` and the mapping that is used now";

/// Reads a model; none where anything is wrong with it.
pub(in super::super) fn model(
    root: &Node,
    fields: &[Field],
    source: &Arc<Source>,
    report: &mut Report,
) -> Option<Model> {
    let before = report.findings.len();
    let mut reader = Reader { source, report, mentions: Vec::new() };
    reader.settings(root, MODEL_SETTINGS, &Path::Root);
    let share = reader.needed(root, &Path::Root, &MODEL_SETTINGS[0]);
    let share = share.and_then(|node| reader.share(node, &Path::Root.key("share"), 1.0));
    let tables = reader.needed(root, &Path::Root, &MODEL_SETTINGS[1]);
    let models = tables.map(|node| reader.models(node, fields, &Path::Root.key("field"), root));
    reader.report.sort();
    let is_sound = reader.report.findings.len() == before;
    let (share, models) = share.zip(models).filter(|_| is_sound)?;
    Some(Model { fields: models, share })
}

impl Reader<'_> {
    /// The models of all fields, in the order of the mapping.
    fn models(&mut self, node: &Node, fields: &[Field], path: &Path, root: &Node) -> Vec<FieldModel> {
        let Some(items) = node.as_array() else {
            self.wrong_kind(node, path, "a list of tables", "each under [[field]]");
            return Vec::new();
        };
        let mut models: Vec<Option<FieldModel>> = vec![None; fields.len()];
        let mut named = vec![false; fields.len()];
        for (at, item) in items.iter().enumerate() {
            let path = path.index(at);
            if let Some((at, model)) = self.model_of(item, fields, &mut named, &path) {
                models[at] = model;
            }
        }
        for (field, _) in fields.iter().zip(&named).filter(|(_, is_named)| !**is_named) {
            self.push(&VALUE, root.head(), path, format!("the model has no field \"{}\"", field.name), LEARN);
        }
        models.into_iter().flatten().collect()
    }

    /// The model of a field, with the field's place in the mapping; none where its name is not there.
    fn model_of(
        &mut self,
        item: &Node,
        fields: &[Field],
        named: &mut [bool],
        path: &Path,
    ) -> Option<(usize, Option<FieldModel>)> {
        self.settings(item, SHARE_SETTINGS, path);
        let [name, role, same, other] = [0, 1, 2, 3].map(|at| self.needed(item, path, &SHARE_SETTINGS[at]));
        let at = name.and_then(|node| self.field_of(node, fields, named, &path.key("name")));
        let role = role.and_then(|node| self.role_of(node, at.map(|at| &fields[at]), &path.key("role")));
        let mut shares =
            |node: Option<&Node>, key: &str| role.and_then(|role| self.shares(node?, role, &path.key(key)));
        let (same, other) = (shares(same, "same"), shares(other, "other"));
        let model = role.zip(same.zip(other)).map(|(role, (same, other))| FieldModel { role, same, other });
        Some((at?, model))
    }

    /// The place of a field in the mapping, by its name.
    fn field_of(&mut self, node: &Node, fields: &[Field], named: &mut [bool], path: &Path) -> Option<usize> {
        let name = self.text(node, path, SHARE_SETTINGS[0].example)?;
        let Some(at) = fields.iter().position(|field| field.name == name) else {
            let meant = nearest(name, fields.iter().map(|field| field.name.as_str()));
            self.refuse(&VALUE, node.span, path, format!("the mapping has no field \"{name}\""), meant, LEARN);
            return None;
        };
        if std::mem::replace(&mut named[at], true) {
            self.push(&VALUE, node.span, path, format!("the field \"{name}\" stands twice"), "remove one of the two");
        }
        Some(at)
    }

    /// The role of a field, which has to be the one that it has in the mapping.
    fn role_of(&mut self, node: &Node, field: Option<&Field>, path: &Path) -> Option<Role> {
        let role = self.one_of(node, path, "a role", &Role::NAMES)?;
        if let Some(field) = field.filter(|field| field.role != role) {
            let message = format!("the mapping says that \"{}\" is {}", field.name, field.role.name());
            self.push(&VALUE, node.span, path, message, LEARN);
            return None;
        }
        Some(role)
    }

    /// The shares of the levels of a role.
    fn shares(&mut self, node: &Node, role: Role, path: &Path) -> Option<Vec<f64>> {
        let levels = usize::from(role.last_level());
        let Some(items) = node.as_array() else {
            self.wrong_kind(node, path, "a list of shares", SHARE_SETTINGS[2].example);
            return None;
        };
        if items.len() != levels {
            let message = format!("these are {} shares, and a {} has {levels}", items.len(), role.name());
            self.push(&VALUE, node.span, path, message, LEARN);
        }
        let shares: Vec<Option<f64>> =
            items.iter().enumerate().map(|(at, item)| self.share(item, &path.index(at), f64::INFINITY)).collect();
        shares.into_iter().collect::<Option<Vec<f64>>>().filter(|shares| shares.len() == levels)
    }

    /// A number over 0, up to 1, and under a limit.
    fn share(&mut self, node: &Node, path: &Path, limit: f64) -> Option<f64> {
        let number = self.written_number(node, path, "a number", MODEL_SETTINGS[0].example)?;
        let share = number.parse().ok().filter(|share: &f64| *share > 0.0 && *share <= 1.0 && *share < limit);
        if share.is_none() {
            let help = if limit > 1.0 { "write a number over 0, up to 1" } else { "write a number between 0 and 1" };
            self.push(&VALUE, node.span, path, format!("{number} is no share"), help);
        }
        share
    }
}
