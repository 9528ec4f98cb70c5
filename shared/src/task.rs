//! Settings of a task: its state, how its items are distributed, and what rooms need to know of it.

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

/// Whether a task accepts work.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// In preparation: only its admins can see it.
    Draft,
    #[default]
    Open,
    /// Accepts only comments for now.
    Paused,
    /// Accepts nothing any more.
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

    /// Returns whether labels, verdicts and stages can change.
    #[must_use]
    pub fn accepts_work(self) -> bool {
        match self {
            Self::Open => true,
            Self::Draft | Self::Paused | Self::Closed => false,
        }
    }

    #[must_use]
    pub fn accepts_comments(self) -> bool {
        match self {
            Self::Draft | Self::Open | Self::Paused => true,
            Self::Closed => false,
        }
    }

    /// Returns whether a task in this state is visible to a user with these roles. Only admins see a draft.
    #[must_use]
    pub fn is_visible_to(self, roles: &Roles) -> bool {
        match self {
            Self::Draft => roles.can_manage(),
            Self::Open | Self::Paused | Self::Closed => !roles.is_empty(),
        }
    }

    /// Returns whether the state can change to `next`. A published task never becomes a draft again.
    #[must_use]
    pub fn can_become(self, next: Self) -> bool {
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

/// How a task's items are distributed to users.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Any user who works at a stage can take any item.
    #[default]
    Pool,
    /// Only the assignee and admins can work on an assigned item.
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

    /// Returns whether the assignment keeps this user from working on the item. Admins can work on any item.
    #[must_use]
    pub fn excludes(self, person: UserId, roles: &Roles, assignee: Option<UserId>) -> bool {
        match self {
            Self::Pool => false,
            Self::Assigned => !roles.can_manage() && assignee.is_some_and(|assignee| assignee != person),
        }
    }
}

/// The settings of a task that the rooms of its items follow. They can change while rooms are open.
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
    fn states_and_distributions_round_trip() {
        for state in TaskState::ALL {
            assert_eq!(TaskState::parse(state.as_str()), Some(state));
            assert!(state.can_become(state));
            assert_eq!(state.can_become(TaskState::Draft), state == TaskState::Draft);
        }
        for distribution in Distribution::ALL {
            assert_eq!(Distribution::parse(distribution.as_str()), Some(distribution));
        }
    }

    #[test]
    fn every_state_can_become_open() {
        for state in TaskState::ALL {
            assert!(state.can_become(TaskState::Open));
        }
    }
}
