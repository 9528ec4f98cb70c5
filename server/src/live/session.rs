//! One connection as its room knows it: who it is, what it may do, how far its edits have come.

use std::sync::Arc;

use countersign_shared::lock::Person;
use countersign_shared::role::Roles;

use super::room::{Actor, Opening};

pub struct Session {
    pub actor: Arc<Actor>,
    /// The name the client gave its own tab.
    pub tab: Option<String>,
    /// Speaks `countersign.v1`: control messages beside the document.
    pub v1: bool,
    /// Opened to look and comment: labels are not written whatever the roles allow.
    pub view_only: bool,
    /// Update frames heard, from 1.
    pub received: u64,
    pub writing: Writing,
    /// Asked for the lock and wants to be told when it is free.
    pub asked: bool,
    /// Held the lock in this connection and lost it, so that a refusal says so.
    pub evicted: bool,
}

/// Whether a connection's edits are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writing {
    Open,
    /// One was refused: what follows builds on it and is dropped until the client comes anew.
    Refused,
}

impl Session {
    #[must_use]
    pub fn new(actor: Actor, opening: Opening) -> Self {
        let actor = Arc::new(actor);
        let Opening { tab, v1, view_only } = opening;
        Self { actor, tab, v1, view_only, received: 0, writing: Writing::Open, asked: false, evicted: false }
    }

    #[must_use]
    pub fn person(&self) -> &Person {
        &self.actor.person
    }

    pub fn set_roles(&mut self, roles: Roles) {
        self.actor = Arc::new(Actor { roles, ..Actor::clone(&self.actor) });
    }
}
