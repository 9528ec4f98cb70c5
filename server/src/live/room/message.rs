//! The messages of a room's channel.

use std::sync::Arc;

use countersign_shared::ids::ConnectionId;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::command::{Actor, Command, CommandError, JoinOptions, OpenError, Outcome};
use super::core::{Event, Incoming};
use crate::live::outbound::Outbound;

/// A message to a room.
pub enum Message {
    Join(Box<Join>),
    /// An edit, the most frequent message. Payloads are boxed, so that an idle room's channel is small.
    Edit(Box<Incoming>),
    Event(Box<Event>),
    /// All queued frames of a lagging connection have been written.
    Drained(ConnectionId),
    Command(Box<CommandRequest>),
}

pub struct Join {
    pub connection: ConnectionId,
    pub actor: Actor,
    pub options: JoinOptions,
    pub outbound: Arc<Outbound>,
    /// The channel for the result. It is dropped without one if the room was ending; the caller then looks the room up again.
    pub joined: oneshot::Sender<Result<(), OpenError>>,
}

pub struct CommandRequest {
    pub by: Actor,
    pub command: Command,
    pub new_id: Uuid,
    /// The channel for the outcome. It receives `None` if the room was ending and did not look at the command.
    pub done: oneshot::Sender<Option<Result<Outcome, CommandError>>>,
}
