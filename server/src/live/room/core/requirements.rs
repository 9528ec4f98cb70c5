//! Issues about missing ontology requirements: opened when something required is missing, resolved automatically once
//! it is present.

use std::collections::{BTreeMap, BTreeSet};

use countersign_shared::issue::{Issue, IssueKind, IssueState, Resolved};
use countersign_shared::limits;
use countersign_shared::ontology::Ontology;
use countersign_shared::requirement::{self, Missing};

use super::{Core, Now};
use crate::document::ServerChange;
use crate::live::room::command::CommandError;

impl Core {
    pub(super) fn missing(&self) -> Result<BTreeSet<Missing>, CommandError> {
        if !self.settings.ontology.requires_something() {
            return Ok(BTreeSet::new());
        }
        let labels = self.document.labels().map_err(|_| CommandError::Internal)?;
        Ok(requirement::missing(&self.settings.ontology, &labels))
    }

    /// Returns the changes that bring the requirement issues in line with what is missing.
    pub(super) fn requirement_changes(
        &self,
        missing: &BTreeSet<Missing>,
        now: Now,
    ) -> Result<Vec<ServerChange>, CommandError> {
        let issues = self.document.issues().map_err(|_| CommandError::Internal)?;
        let mut known: BTreeMap<String, Issue> =
            issues.into_iter().filter(|(_, issue)| issue.kind == IssueKind::TaskRequirement).collect();
        let mut changes = Vec::new();
        let mut room = limits::MAX_REQUIREMENT_ISSUES.saturating_sub(known.len());
        for missing in missing {
            let issue_id = missing.issue_id();
            match known.remove(&issue_id) {
                Some(issue) if issue.state == IssueState::Open => {}
                Some(_) => changes.push(ServerChange::SetIssueState { issue_id, resolved: None }),
                None if room == 0 => {}
                None => {
                    room -= 1;
                    changes.push(ServerChange::AddIssue { id: issue_id, issue: requirement_issue(missing, now) });
                }
            }
        }
        let resolved = Resolved { by: None, by_name: String::new(), at: now.wall };
        let there = known.into_iter().filter(|(_, issue)| issue.state == IssueState::Open);
        changes.extend(
            there.map(|(issue_id, _)| ServerChange::SetIssueState { issue_id, resolved: Some(resolved.clone()) }),
        );
        Ok(changes)
    }
}

/// Returns the issue about a missing requirement.
fn requirement_issue(missing: &Missing, now: Now) -> Issue {
    let (class, label, attribute) = match missing.clone() {
        Missing::Class { class } => (Some(class), None, None),
        Missing::Attribute { label, attribute } => (None, Some(label), Some(attribute)),
    };
    Issue { class, label, attribute, ..Issue::open(IssueKind::TaskRequirement, now.wall, Vec::new()) }
}

pub(super) fn missing_message(missing: &BTreeSet<Missing>, ontology: &Ontology) -> String {
    let first = match missing.first() {
        Some(Missing::Class { class }) => {
            let name = ontology.class(class).map_or(class.as_str(), |class| class.name.as_str());
            format!("there is no {name}, and every item needs one")
        }
        Some(Missing::Attribute { attribute, .. }) => {
            let found = ontology.classes.iter().find_map(|class| class.attribute(attribute));
            let name = found.map_or(attribute.as_str(), |attribute| attribute.name.as_str());
            format!("a label lacks its {name}")
        }
        None => return String::new(),
    };
    match missing.len() - 1 {
        0 => format!("Something required is missing: {first}."),
        more => format!("Something required is missing: {first}, and {more} more."),
    }
}
