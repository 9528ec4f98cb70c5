//! The handle for sending messages to one room.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};

use super::core::Event;
use super::message::Message;

/// A handle for sending messages to one room.
#[derive(Clone)]
pub struct RoomHandle {
    id: u64,
    inbox: mpsc::Sender<Message>,
    budget: Arc<Semaphore>,
}

impl RoomHandle {
    pub fn new(id: u64, inbox: mpsc::Sender<Message>, budget: Arc<Semaphore>) -> Self {
        Self { id, inbox, budget }
    }

    /// Returns whether this is the room with this number, and not a later one of the same item.
    pub fn is_room(&self, id: u64) -> bool {
        self.id == id
    }

    /// Sends an event. Returns `false` if the room has ended.
    pub async fn send_event(&self, event: Event) -> bool {
        self.send(Message::Event(Box::new(event))).await
    }

    /// Sends a message. Returns `false` if the room has ended.
    pub async fn send(&self, message: Message) -> bool {
        self.inbox.send(message).await.is_ok()
    }

    /// Waits until the room accepts another edit of this cost. The room releases the budget.
    pub async fn reserve_budget(&self, cost: u32) {
        // The semaphore is never closed.
        if let Ok(permits) = self.budget.acquire_many(cost).await {
            permits.forget();
        }
    }
}
