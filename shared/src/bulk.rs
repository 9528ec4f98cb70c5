//! Bulk actions: their kinds and parameters, and who can start them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::UserId;
use crate::role::Roles;
use crate::workflow::Stage;

/// The action to perform on each item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkAction {
    /// Accepts the item's result into the dataset.
    Accept {},
    /// Sends the item back from acceptance.
    Reject(BulkRejection),
    /// Releases the editor lock.
    Unlock {
        /// Required for locks of other users, who are shown it.
        #[serde(default)]
        reason: Option<String>,
    },
    /// Assigns the items to these users in turn, or to nobody if the list is empty.
    Assign {
        to: Vec<UserId>,
    },
    Prioritise {
        priority: i16,
    },
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRejection {
    pub reason: String,
    /// Ids of the task's issue tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// An earlier stage of the task; annotate if omitted.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// The user to work on it; the user who submitted it if omitted.
    #[serde(default)]
    pub assignee: Option<UserId>,
}

/// The kind of a bulk action, without its parameters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BulkKind {
    Accept,
    Reject,
    Unlock,
    Assign,
    Prioritise,
}

impl BulkAction {
    #[must_use]
    pub fn kind(&self) -> BulkKind {
        match self {
            Self::Accept {} => BulkKind::Accept,
            Self::Reject(_) => BulkKind::Reject,
            Self::Unlock { .. } => BulkKind::Unlock,
            Self::Assign { .. } => BulkKind::Assign,
            Self::Prioritise { .. } => BulkKind::Prioritise,
        }
    }
}

impl BulkKind {
    /// Returns whether a user with these roles can start the action. Permission to unlock is checked again for each item.
    #[must_use]
    pub fn is_allowed(self, roles: &Roles) -> bool {
        match self {
            Self::Accept | Self::Reject => roles.can_inspect(),
            Self::Unlock => !roles.is_empty(),
            Self::Assign | Self::Prioritise => roles.can_manage(),
        }
    }

    /// Returns whether the action can have an effect on an item at this stage.
    #[must_use]
    pub fn applies_at(self, stage: Stage) -> bool {
        match self {
            Self::Accept | Self::Reject => stage == Stage::Acceptance,
            Self::Unlock => true,
            Self::Assign | Self::Prioritise => stage != Stage::Complete,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    Running,
    Done,
    Cancelled,
}

impl BulkState {
    pub const ALL: [Self; 3] = [Self::Running, Self::Done, Self::Cancelled];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::role::Role;

    #[test]
    fn f29_a_bulk_action_rejects_unknown_kinds_and_fields() {
        let read = |value| serde_json::from_value::<BulkAction>(value);
        assert_eq!(read(json!({ "kind": "accept" })).expect("read"), BulkAction::Accept {});
        let reject = read(json!({ "kind": "reject", "reason": "Blurry", "stage": "review" })).expect("read");
        assert!(matches!(&reject, BulkAction::Reject(back) if back.stage == Some(Stage::Review)));
        assert_eq!(read(serde_json::to_value(&reject).expect("JSON")).expect("read"), reject);
        for wrong in
            [json!({ "kind": "accept", "reason": "x" }), json!({ "kind": "reject" }), json!({ "kind": "burn" })]
        {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn f29_inspectors_accept_and_admins_assign() {
        let may = |kind: BulkKind| {
            Role::ALL.into_iter().filter(|role| kind.is_allowed(&[*role].into_iter().collect())).collect::<Vec<_>>()
        };
        assert_eq!(may(BulkKind::Accept), [Role::Admin, Role::Inspector]);
        assert_eq!(may(BulkKind::Assign), [Role::Admin]);
        assert_eq!(may(BulkKind::Unlock).len(), 4);
        assert!(!BulkKind::Unlock.is_allowed(&Roles::default()));
    }
}
