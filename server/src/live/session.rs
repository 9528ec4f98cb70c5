//! The room's state for one connection: who it belongs to, what it may do, and how many edits it has sent.

use std::sync::Arc;

use countersign_shared::lock::Person;
use countersign_shared::role::Roles;

use super::room::command::{Actor, JoinOptions};

pub struct Session {
    pub actor: Arc<Actor>,
    /// The name the client chose for its tab.
    pub tab: Option<String>,
    /// The client speaks `countersign.v1`: control messages in addition to document updates.
    pub speaks_v1: bool,
    /// The item was opened only for viewing and commenting: labels cannot be written, regardless of roles.
    pub view_only: bool,
    /// Update frames received. The first has the number 1.
    pub frames_received: u64,
    pub edit_intake: EditIntake,
    /// Whether the session requested the lock and must be notified when it is free.
    pub lock_requested: bool,
    /// The lock was taken away from this connection. A refusal then says so.
    pub lock_was_taken: bool,
}

/// Whether a connection's edits are processed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EditIntake {
    Open,
    /// An edit was refused. Later edits build on it and are dropped until the client reconnects.
    Refused,
}

impl Session {
    #[must_use]
    pub fn new(actor: Actor, options: JoinOptions) -> Self {
        let actor = Arc::new(actor);
        let JoinOptions { tab, speaks_v1, view_only } = options;
        Self {
            actor,
            tab,
            speaks_v1,
            view_only,
            frames_received: 0,
            edit_intake: EditIntake::Open,
            lock_requested: false,
            lock_was_taken: false,
        }
    }

    #[must_use]
    pub fn person(&self) -> &Person {
        &self.actor.person
    }

    pub fn set_roles(&mut self, roles: Roles) {
        self.actor = Arc::new(Actor { roles, ..Actor::clone(&self.actor) });
    }
}
