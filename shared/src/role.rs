//! Roles within a task and their permissions. These methods are the server's only authority on permissions; the client
//! displays their results.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::workflow::Stage;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Annotator,
    Reviewer,
    Inspector,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Admin, Self::Annotator, Self::Reviewer, Self::Inspector];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Annotator => "annotator",
            Self::Reviewer => "reviewer",
            Self::Inspector => "inspector",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Returns whether the role can change labels of an item at `stage`.
    #[must_use]
    pub fn can_write_labels(self, stage: Stage) -> bool {
        match (self, stage) {
            (_, Stage::Complete) => false,
            (Self::Admin, Stage::Annotate | Stage::Review | Stage::Acceptance) => true,
            (Self::Annotator, Stage::Annotate) => true,
            (Self::Annotator, Stage::Review | Stage::Acceptance) => false,
            (Self::Reviewer, Stage::Review) => true,
            (Self::Reviewer, Stage::Annotate | Stage::Acceptance) => false,
            (Self::Inspector, Stage::Acceptance) => true,
            (Self::Inspector, Stage::Annotate | Stage::Review) => false,
        }
    }

    /// Returns whether the role can open and answer issues, at any stage.
    #[must_use]
    pub fn can_comment(self) -> bool {
        match self {
            Self::Admin | Self::Annotator | Self::Reviewer | Self::Inspector => true,
        }
    }

    /// Returns whether the role can submit, approve or accept an item at `stage`.
    #[must_use]
    pub fn can_finish(self, stage: Stage) -> bool {
        self.can_write_labels(stage)
    }

    /// Returns whether the role can approve and reject labels, and send the item back, at `stage`.
    #[must_use]
    pub fn can_give_verdicts(self, stage: Stage) -> bool {
        match (self, stage) {
            (_, Stage::Annotate | Stage::Complete) => false,
            (Self::Admin, Stage::Review | Stage::Acceptance) => true,
            (Self::Annotator, Stage::Review | Stage::Acceptance) => false,
            (Self::Reviewer, Stage::Review) => true,
            (Self::Reviewer, Stage::Acceptance) => false,
            (Self::Inspector, Stage::Acceptance) => true,
            (Self::Inspector, Stage::Review) => false,
        }
    }

    /// Returns whether the role can decide on the task's results: samples, bulk actions, reopening accepted items.
    #[must_use]
    pub fn can_inspect(self) -> bool {
        match self {
            Self::Admin | Self::Inspector => true,
            Self::Annotator | Self::Reviewer => false,
        }
    }

    /// Returns whether the role can reopen a complete item.
    #[must_use]
    pub fn can_revise(self) -> bool {
        self.can_inspect()
    }

    /// Returns whether the role can force-unlock an item that another user holds, giving a reason.
    #[must_use]
    pub fn can_force_unlock(self) -> bool {
        match self {
            Self::Admin | Self::Inspector => true,
            Self::Annotator | Self::Reviewer => false,
        }
    }

    /// Returns whether the role can change members, their roles and the task's settings, and add items.
    #[must_use]
    pub fn can_manage(self) -> bool {
        match self {
            Self::Admin => true,
            Self::Annotator | Self::Reviewer | Self::Inspector => false,
        }
    }

    /// Returns whether the role can export the accepted annotations.
    #[must_use]
    pub fn can_export(self) -> bool {
        match self {
            Self::Admin | Self::Inspector => true,
            Self::Annotator | Self::Reviewer => false,
        }
    }
}

/// The roles of one user within one task. A user without roles is not a member, and the task does not exist for them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Roles(Vec<Role>);

impl Roles {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Returns the effective roles: a site admin is an admin of every task.
    #[must_use]
    pub fn acting(&self, site_admin: bool) -> Self {
        self.iter().chain(site_admin.then_some(Role::Admin)).collect()
    }
    #[must_use]
    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }
    #[must_use]
    pub fn can_write_labels(&self, stage: Stage) -> bool {
        self.iter().any(|role| role.can_write_labels(stage))
    }
    #[must_use]
    pub fn can_comment(&self) -> bool {
        self.iter().any(Role::can_comment)
    }
    #[must_use]
    pub fn can_finish(&self, stage: Stage) -> bool {
        self.iter().any(|role| role.can_finish(stage))
    }
    #[must_use]
    pub fn can_give_verdicts(&self, stage: Stage) -> bool {
        self.iter().any(|role| role.can_give_verdicts(stage))
    }
    #[must_use]
    pub fn can_inspect(&self) -> bool {
        self.iter().any(Role::can_inspect)
    }
    #[must_use]
    pub fn can_revise(&self) -> bool {
        self.iter().any(Role::can_revise)
    }
    #[must_use]
    pub fn can_force_unlock(&self) -> bool {
        self.iter().any(Role::can_force_unlock)
    }
    #[must_use]
    pub fn can_manage(&self) -> bool {
        self.iter().any(Role::can_manage)
    }
    #[must_use]
    pub fn can_export(&self) -> bool {
        self.iter().any(Role::can_export)
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }
}
