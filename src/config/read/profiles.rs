//! Own profiles, and the names by which profiles are mentioned.

use super::super::Config;
use super::super::profile::{self, DEFAULT, Layer, Profiles};
use super::{Mention, Reader};
use crate::check::catalogue::config::PROFILE;
use crate::diagnostic::Diagnostic;
use crate::doc::{Node, Path};

impl Reader<'_> {
    pub(super) fn profiles(&mut self, node: &Node, path: &Path, profiles: &mut Profiles) {
        for member in self.table(node, path, "the profiles under [profiles.<name>]") {
            let path = path.key(&member.key);
            if profile::is_built_in(&member.key) {
                let message = format!("\"{}\" is a built-in profile", member.key);
                let help = format!("give it another name, with extends = \"{}\"", member.key);
                self.push(&PROFILE, member.key_span, &path, message, help);
                continue;
            }
            let mut layer = Layer::default();
            self.layers(&member.node, Some(&member.key), &path, &mut layer);
            profiles.own.insert(member.key.to_string(), layer);
        }
    }

    /// The name of a profile, which is looked up in the end; `by` is the profile that extends it.
    pub(super) fn mention(&mut self, node: &Node, path: &Path, by: Option<&str>) -> Option<String> {
        let name = self.text(node, path, "the name of a profile in quotes")?.to_owned();
        let by = by.map(str::to_owned);
        self.mentions.push(Mention { name: name.clone(), span: node.span, path: path.to_string(), by });
        Some(name)
    }

    /// Reports names of profiles that do not exist, and profiles that extend themselves; they are then let go.
    pub(super) fn resolve_mentions(&mut self, config: &mut Config) {
        for mention in std::mem::take(&mut self.mentions) {
            let Some((message, help)) = fault(&mention, &config.profiles) else { continue };
            let finding = Diagnostic::new(PROFILE.id, PROFILE.severity, self.source, mention.span, message);
            self.report.push(finding.at(mention.path).help(help));
            match mention.by.and_then(|by| config.profiles.own.get_mut(&by)) {
                Some(layer) => layer.extends = None,
                None => config.profile = None,
            }
        }
    }
}

/// What is wrong with the mention of a profile, and the way out.
fn fault(mention: &Mention, profiles: &Profiles) -> Option<(String, String)> {
    if profiles.get(&mention.name).is_none() {
        return Some((format!("there is no profile \"{}\"", mention.name), profiles.way_out(&mention.name)));
    }
    let by = mention.by.as_deref()?;
    let message = match profiles.cycle(by)?.as_slice() {
        [] => format!("\"{by}\" extends itself"),
        way => format!("\"{by}\" extends itself by way of \"{}\"", way.join("\" and \"")),
    };
    Some((message, format!("leave this line out; then it extends \"{DEFAULT}\"")))
}
