//! Commands that release a lock: the user's own, no matter which tab holds it, or another user's, with a reason.

use countersign_shared::limits;
use countersign_shared::notification::NotificationKind;
use serde_json::json;

use super::Core;
use super::commands::{QueuedCommand, locked_error, require, validate_text};
use super::issues::excerpt;
use crate::live::room::command::CommandError;
use crate::live::room::operation::{AuditNote, NotificationDraft, Operation, Unlock};

impl Core {
    pub(super) fn prepare_unlock(
        &mut self,
        queued: &QueuedCommand,
        reason: Option<&String>,
    ) -> Result<Operation, CommandError> {
        let by = &queued.by;
        let holder = self.lock.holder();
        let own = holder.is_some_and(|holder| holder.person.id == by.user);
        let reason = match reason {
            Some(reason) => {
                require(own || by.roles.can_force_unlock())?;
                Some(validate_text("reason", reason, limits::MAX_REASON_CHARS)?)
            }
            None => {
                require(!by.roles.is_empty())?;
                None
            }
        };
        let Some(holder) = holder.filter(|_| !self.lock.is_off) else { return Err(CommandError::NotLocked) };
        if reason.is_none() && !own {
            return Err(locked_error(holder));
        }
        let holder = holder.person.id;
        let mut rows = self.transaction(Some(by));
        if let Some(reason) = &reason {
            let excerpt = excerpt(reason);
            rows.notifications.push(NotificationDraft {
                user: holder,
                kind: NotificationKind::Unlocked,
                issue: None,
                excerpt,
            });
        }
        let action = if own { "lock.release" } else { "lock.force" };
        let detail = reason.map_or_else(|| json!({}), |reason| json!({ "reason": reason }));
        rows.audit = Some(AuditNote { action, subject: Some(holder), detail });
        rows.unlock = Some(Unlock { epoch: self.lock.epoch(), holder });
        Ok(Operation::Write(Box::new(rows)))
    }
}
