//! What a draft lacks before it can be published, and which items a changed workflow would strand.

use std::fmt;

use crate::ontology::Ontology;
use crate::role::Role;
use crate::workflow::{Stage, Step, Workflow};

/// Something without which nobody can work on the task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingPart {
    Class,
    Item,
    /// No member has the role that works at a stage. Admins can work at any stage, but do not count here.
    Member(Role),
}

impl fmt::Display for MissingPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Class => "a class to label with",
            Self::Item => "an item",
            Self::Member(Role::Annotator) => "a member who annotates",
            Self::Member(Role::Reviewer) => "a member who reviews",
            Self::Member(Role::Inspector) => "a member who inspects",
            Self::Member(Role::Admin) => "an admin",
        })
    }
}

/// Returns everything that is missing, in the order in which a task is set up.
#[must_use]
pub fn missing_parts(
    ontology: &Ontology,
    items: i64,
    workflow: &Workflow,
    has: impl Fn(Role) -> bool,
) -> Vec<MissingPart> {
    let class = ontology.classes.is_empty().then_some(MissingPart::Class);
    let item = (items == 0).then_some(MissingPart::Item);
    let stages = Stage::ALL.into_iter().filter(|stage| workflow.has(*stage));
    let members = stages.filter_map(role_at).filter(|role| !has(*role)).map(MissingPart::Member);
    item.into_iter().chain(class).chain(members).collect()
}

/// Returns the role that works at a stage.
fn role_at(stage: Stage) -> Option<Role> {
    match stage {
        Stage::Annotate => Some(Role::Annotator),
        Stage::Review => Some(Role::Reviewer),
        Stage::Acceptance => Some(Role::Inspector),
        Stage::Complete => None,
    }
}

/// Filters the item counts by step, keeping the steps that the workflow does not have.
#[must_use]
pub fn stranded(workflow: &Workflow, items: &[(Step, i64)]) -> Vec<(Step, i64)> {
    let stays = |step: &Step| workflow.steps().any(|known| known == *step);
    items.iter().filter(|(step, count)| *count > 0 && !stays(step)).copied().collect()
}

/// Formats item counts by step: `5 in review 2 and 3 in acceptance`.
#[must_use]
pub fn format_counts(items: &[(Step, i64)]) -> String {
    let place = |(step, count): &(Step, i64)| match step {
        Step::Annotate => format!("{count} in annotation"),
        Step::Review(pass) => format!("{count} in review {pass}"),
        Step::Acceptance => format!("{count} in acceptance"),
        Step::Complete => format!("{count} complete"),
    };
    join_list(items.iter().map(place))
}

/// Joins the parts: `a, b and c`.
#[must_use]
pub fn join_list(parts: impl IntoIterator<Item = String>) -> String {
    let mut parts: Vec<String> = parts.into_iter().collect();
    match parts.pop() {
        Some(last) if !parts.is_empty() => format!("{} and {last}", parts.join(", ")),
        Some(only) => only,
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_draft_reports_everything_it_lacks() {
        let words = |lacks: Vec<MissingPart>| join_list(lacks.iter().map(ToString::to_string));
        let nothing = Ontology::default();
        assert_eq!(
            words(missing_parts(&nothing, 0, &Workflow::full(), |_| false)),
            "an item, a class to label with, a member who annotates, a member who reviews and a member who inspects"
        );
        let classes = json!({ "classes": [{ "id": "a", "name": "A", "color": "#112233", "shapes": ["box"] }] });
        let ontology: Ontology = serde_json::from_value(classes).expect("an ontology");
        assert_eq!(missing_parts(&ontology, 1, &Workflow::full(), |role| role != Role::Admin), []);
        let short = Workflow::new(Vec::new(), false).expect("a workflow");
        assert_eq!(missing_parts(&ontology, 1, &short, |role| role == Role::Annotator), []);
        assert_eq!(
            missing_parts(&ontology, 1, &short, |role| role == Role::Admin),
            [MissingPart::Member(Role::Annotator)]
        );
    }

    #[test]
    fn items_stranded_by_a_shorter_workflow_are_reported() {
        let items = [(Step::Annotate, 9), (Step::Review(1), 4), (Step::Review(2), 5), (Step::Acceptance, 3)];
        let short = Workflow::new(Workflow::full().reviews().to_vec(), false).expect("a workflow");
        assert_eq!(format_counts(&stranded(&short, &items)), "5 in review 2 and 3 in acceptance");
        assert_eq!(stranded(&Workflow::full(), &items[..2]), []);
        assert_eq!(stranded(&short, &[(Step::Acceptance, 0), (Step::Complete, 2)]), []);
    }
}
