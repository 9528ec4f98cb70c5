//! One browser tab of one user: a Yjs replica, and what the server reported to it.

use std::collections::BTreeMap;

use countersign_shared::ids::{ConnectionId, Epoch, SessionId};
use countersign_shared::lock::{LockStatus, Person};
use countersign_shared::role::Roles;
use countersign_shared::wire::{Notice, RefusalCode, ServerMessage};

use crate::live::gate::tests::support::Client;
use crate::live::room::Actor;

pub struct Tab {
    pub person: Person,
    pub session: SessionId,
    pub name: String,
    pub roles: Roles,
    pub open: Option<ClientConnection>,
}

/// A connection from the client's side.
pub struct ClientConnection {
    pub connection: ConnectionId,
    pub replica: Client,
    pub client: u64,
    pub synced: bool,
    pub sent: u64,
    pub acked: u64,
    pub refused: bool,
    pub lock: Option<(LockStatus, Epoch)>,
    pub notices: Vec<Notice>,
    /// The label that each update frame changes, by frame number; `true` if the frame leaves it present.
    pub edits: BTreeMap<u64, (String, bool)>,
    pub last: Option<Vec<u8>>,
    /// The refusal code to expect besides those for lock, role and stage, because this tab broke that rule.
    pub expected_refusal: Option<RefusalCode>,
}

impl Tab {
    pub fn actor(&self) -> Actor {
        Actor { person: self.person.clone(), user: self.person.id, session: self.session, roles: self.roles.clone() }
    }
}

impl ClientConnection {
    pub fn new(connection: ConnectionId) -> Self {
        Self {
            connection,
            replica: Client::new(0),
            client: 0,
            synced: false,
            sent: 0,
            acked: 0,
            refused: false,
            lock: None,
            notices: Vec::new(),
            edits: BTreeMap::new(),
            last: None,
            expected_refusal: None,
        }
    }

    /// Handles a message of the server and returns the edits that it acknowledges.
    pub fn handle_message(&mut self, message: &ServerMessage) -> Vec<(String, bool)> {
        match message {
            ServerMessage::Welcome { client_id, lock, .. } => {
                self.replica = Client::new(client_id.0);
                self.client = client_id.0;
                self.lock = Some((lock.status, lock.epoch));
            }
            ServerMessage::Ack { received, .. } => {
                assert!(*received >= self.acked && *received <= self.sent, "an ack only covers sent edits");
                self.acked = *received;
                let later = self.edits.split_off(&(received + 1));
                return std::mem::replace(&mut self.edits, later).into_values().collect();
            }
            ServerMessage::Refused { received, code, .. } => {
                let of_rights = [
                    RefusalCode::Locked,
                    RefusalCode::LockLost,
                    RefusalCode::Role,
                    RefusalCode::Stage,
                    RefusalCode::Judged,
                    RefusalCode::Paused,
                    RefusalCode::Assigned,
                ]
                .contains(code);
                assert!(
                    of_rights || self.expected_refusal == Some(*code),
                    "refused with {code:?}, but broke {:?}",
                    self.expected_refusal
                );
                assert!(!self.refused, "refused at most once");
                assert!(*received > self.acked && *received <= self.sent, "an acknowledged edit is not refused");
                self.refused = true;
            }
            ServerMessage::Lock { lock } => self.lock = Some((lock.status, lock.epoch)),
            ServerMessage::Notice { notice } => self.notices.push(notice.clone()),
            ServerMessage::Access { .. } => {}
        }
        Vec::new()
    }

    pub fn holds_lock(&self) -> bool {
        matches!(self.lock, Some((LockStatus::Mine, _)))
    }

    pub fn label_ids(&self) -> Vec<String> {
        self.replica.label_ids()
    }
}
