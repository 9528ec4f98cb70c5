//! What a task is set up to: whether work goes on, how items are given out, and what its reviews ask for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{TaskId, UserId};
use crate::issue::IssueTag;
use crate::ontology::Ontology;
use crate::role::Roles;
use crate::workflow::{FinishRequires, Workflow};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TaskName {
    pub id: TaskId,
    pub name: String,
}

/// Whether work on a task goes on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Being set up: only its admins know of it.
    Draft,
    #[default]
    Open,
    /// For a while nothing but comments is taken.
    Paused,
    /// Nothing is taken any more.
    Closed,
}

impl TaskState {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Open, Self::Paused, Self::Closed];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Labels, verdicts and stages may change.
    #[must_use]
    pub fn takes_work(self) -> bool {
        match self {
            Self::Open => true,
            Self::Draft | Self::Paused | Self::Closed => false,
        }
    }

    #[must_use]
    pub fn takes_comments(self) -> bool {
        match self {
            Self::Draft | Self::Open | Self::Paused => true,
            Self::Closed => false,
        }
    }

    /// Whether a task in this state exists for somebody with these roles: drafts do for their admins alone.
    #[must_use]
    pub fn is_known_to(self, roles: &Roles) -> bool {
        match self {
            Self::Draft => roles.can_manage(),
            Self::Open | Self::Paused | Self::Closed => !roles.is_empty(),
        }
    }

    /// A task that was published is never a draft again.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Draft | Self::Paused | Self::Closed, Self::Open) => true,
            (Self::Open, Self::Paused | Self::Closed) | (Self::Paused, Self::Closed) => true,
            (Self::Draft, Self::Draft)
            | (Self::Open, Self::Open)
            | (Self::Paused, Self::Paused)
            | (Self::Closed, Self::Closed) => true,
            (Self::Open | Self::Paused | Self::Closed, Self::Draft)
            | (Self::Draft | Self::Closed, Self::Paused)
            | (Self::Draft, Self::Closed) => false,
        }
    }
}

/// How a task's items come to people.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Whoever works at a stage takes any item.
    #[default]
    Pool,
    /// An item that is assigned to somebody is worked on by nobody else, admins aside.
    Assigned,
}

impl Distribution {
    pub const ALL: [Self; 2] = [Self::Pool, Self::Assigned];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Assigned => "assigned",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|distribution| distribution.as_str() == name)
    }

    /// Whether an item that is assigned like this is none for this person to work on. Admins help out anywhere.
    #[must_use]
    pub fn keeps_from(self, person: UserId, roles: &Roles, assignee: Option<UserId>) -> bool {
        match self {
            Self::Pool => false,
            Self::Assigned => !roles.can_manage() && assignee.is_some_and(|assignee| assignee != person),
        }
    }
}

/// What the rooms of a task's items go by; changed while they are open.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TaskSettings {
    pub ontology: Ontology,
    pub workflow: Workflow,
    pub state: TaskState,
    pub distribution: Distribution,
    pub finish_requires: FinishRequires,
    /// Annotators work without seeing or writing comments.
    pub consensus: bool,
    pub tags: Vec<IssueTag>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_distributions_come_back_from_their_names() {
        for state in TaskState::ALL {
            assert_eq!(TaskState::parse(state.as_str()), Some(state));
            assert!(state.may_become(state));
            assert_eq!(state.may_become(TaskState::Draft), state == TaskState::Draft);
        }
        for distribution in Distribution::ALL {
            assert_eq!(Distribution::parse(distribution.as_str()), Some(distribution));
        }
    }

    #[test]
    fn every_state_leads_back_to_open() {
        for state in TaskState::ALL {
            assert!(state.may_become(TaskState::Open));
        }
    }
}
