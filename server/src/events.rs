//! What people follow: changes of a task's items and locks, and what a person is told, from the rooms to server-sent events.

use std::hash::Hash;
use std::sync::Arc;

use countersign_shared::bulk::BulkState;
use countersign_shared::ids::{BulkId, ItemId, SessionId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::LockHolder;
use countersign_shared::workflow::{Back, Stage, Status};
use dashmap::DashMap;
use serde::Serialize;
use time::OffsetDateTime;
use tokio::sync::broadcast;
use utoipa::ToSchema;
use uuid::Uuid;

/// Events that may wait for one reader. One that falls further behind is told to read its list again.
const WAITING: usize = 256;

/// What changed in a task. What it does not say, the reader fetches.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TaskEvent {
    /// The lock of an item was taken, or is free.
    Lock {
        item: ItemId,
        #[schema(required)]
        lock: Option<LockHolder>,
    },
    /// The item moved on, or its labels or issues changed.
    Item {
        item: ItemId,
        stage: Stage,
        /// Which of several reviews, from 1; 0 in other stages.
        review_pass: u8,
        status: Status,
        back: Back,
        label_count: i32,
        open_issues: i32,
        comment_count: i32,
        approved_count: i32,
        rejected_count: i32,
        violations: i32,
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
    },
    /// An action on many items went on. When it ends, what lists show of them may all be different.
    Bulk { job: BulkId, state: BulkState, total: i32, done: i32, failed: i32 },
    /// The task itself changed: its name, settings, members or the set of its items.
    Task {},
}

/// What is new for one person. What it does not say, the stream reads from the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UserEvent {
    /// They have one notification more.
    Notification { id: Uuid },
    /// Some were read, or may not be seen any longer.
    Read {},
}

/// Why a stream must end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    Session(SessionId),
    /// The person is no longer a member of the task.
    Membership(TaskId, UserId),
}

/// What events are about, and who they go to: the followers of a task, or one person.
pub trait Topic: Copy + Eq + Hash {
    type Event: Clone + Send + 'static;

    fn channels(hub: &EventHub) -> &Channels<Self>;

    /// Whether this end, which is not that of a session, ends what `reader` follows.
    fn ends(self, ended: Ended, reader: UserId) -> bool;
}

/// The topics that somebody follows.
type Channels<T> = DashMap<T, broadcast::Sender<<T as Topic>::Event>>;

impl Topic for TaskId {
    type Event = TaskEvent;

    fn channels(hub: &EventHub) -> &Channels<Self> {
        &hub.0.tasks
    }

    fn ends(self, ended: Ended, reader: UserId) -> bool {
        ended == Ended::Membership(self, reader)
    }
}

/// A person's own events end with their session alone.
impl Topic for UserId {
    type Event = UserEvent;

    fn channels(hub: &EventHub) -> &Channels<Self> {
        &hub.0.users
    }

    fn ends(self, _: Ended, _: UserId) -> bool {
        false
    }
}

/// Hands events from those who cause them to those who follow. Cheap to clone.
#[derive(Clone, Debug)]
pub struct EventHub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    tasks: Channels<TaskId>,
    users: Channels<UserId>,
    /// Open subscriptions of each person, of whichever kind.
    readers: DashMap<UserId, usize>,
    ended: broadcast::Sender<Ended>,
}

impl Default for EventHub {
    fn default() -> Self {
        Self(Arc::new(Inner {
            tasks: DashMap::new(),
            users: DashMap::new(),
            readers: DashMap::new(),
            ended: broadcast::channel(WAITING).0,
        }))
    }
}

/// One reader of a topic.
pub struct Subscription<T: Topic> {
    session: SessionId,
    events: broadcast::Receiver<T::Event>,
    ended: broadcast::Receiver<Ended>,
    /// The last field: fields are dropped in order, and the receiver must be gone before it is counted.
    place: Place<T>,
}

/// Taken in the hub, given back when dropped.
struct Place<T: Topic> {
    hub: EventHub,
    topic: T,
    user: UserId,
}

/// What a reader gets next.
#[derive(PartialEq, Debug)]
pub enum Next<E> {
    Event(E),
    /// Events were missed.
    Resync,
    /// The reader may not follow any longer.
    End,
}

impl EventHub {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Never waits. Nobody may be listening.
    pub fn publish<T: Topic>(&self, topic: T, event: T::Event) {
        if let Some(sender) = T::channels(self).get(&topic) {
            let _ = sender.send(event);
        }
    }

    /// Tells a person of a notification that is in the database. Never waits.
    pub fn notify(&self, user: UserId, id: Uuid) {
        self.publish(user, UserEvent::Notification { id });
    }

    /// Ends the streams this concerns.
    pub fn end(&self, ended: Ended) {
        let _ = self.0.ended.send(ended);
    }

    /// `None`: the person follows as many streams as are allowed.
    #[must_use]
    pub fn subscribe<T: Topic>(&self, topic: T, session: SessionId, user: UserId) -> Option<Subscription<T>> {
        {
            let mut open = self.0.readers.entry(user).or_default();
            if *open >= limits::MAX_EVENT_STREAMS_PER_USER {
                return None;
            }
            *open += 1;
        }
        let events = T::channels(self).entry(topic).or_insert_with(|| broadcast::channel(WAITING).0).subscribe();
        let place = Place { hub: self.clone(), topic, user };
        Some(Subscription { session, events, ended: self.0.ended.subscribe(), place })
    }
}

impl<T: Topic> Subscription<T> {
    pub async fn next(&mut self) -> Next<T::Event> {
        loop {
            tokio::select! {
                biased;
                ended = self.ended.recv() => match ended {
                    Ok(Ended::Session(session)) if session == self.session => return Next::End,
                    Ok(ended) if self.place.topic.ends(ended, self.place.user) => return Next::End,
                    Ok(_) => {}
                    // One of those missed may have been for this reader.
                    Err(_) => return Next::End,
                },
                event = self.events.recv() => return match event {
                    Ok(event) => Next::Event(event),
                    Err(broadcast::error::RecvError::Lagged(_)) => Next::Resync,
                    Err(broadcast::error::RecvError::Closed) => Next::End,
                },
            }
        }
    }
}

impl<T: Topic> Drop for Place<T> {
    fn drop(&mut self) {
        // The map's lock keeps a new reader from subscribing meanwhile.
        T::channels(&self.hub).remove_if(&self.topic, |_, sender| sender.receiver_count() == 0);
        self.hub.0.readers.remove_if_mut(&self.user, |_, open| {
            *open -= 1;
            *open == 0
        });
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ids() -> (TaskId, SessionId, UserId) {
        (TaskId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)), UserId(Uuid::from_u128(3)))
    }

    #[tokio::test]
    async fn readers_get_the_events_of_their_task_and_leave_nothing_behind() {
        let (task, session, user) = ids();
        let hub = EventHub::new();
        let mut a = hub.subscribe(task, session, user).expect("few streams");
        let b = hub.subscribe(task, session, user).expect("few streams");
        hub.publish(TaskId(Uuid::from_u128(9)), TaskEvent::Task {});
        hub.publish(task, TaskEvent::Lock { item: ItemId(Uuid::nil()), lock: None });
        assert!(matches!(a.next().await, Next::Event(TaskEvent::Lock { lock: None, .. })));
        drop(b);
        hub.publish(task, TaskEvent::Task {});
        assert_eq!(a.next().await, Next::Event(TaskEvent::Task {}));
        drop(a);
        assert!(hub.0.tasks.is_empty() && hub.0.readers.is_empty());
    }

    #[tokio::test]
    async fn fault_27_a_person_follows_only_so_many_streams() {
        let (task, session, user) = ids();
        let hub = EventHub::new();
        let mut open: Vec<_> = std::iter::from_fn(|| hub.subscribe(task, session, user)).collect();
        assert_eq!(open.len(), limits::MAX_EVENT_STREAMS_PER_USER);
        assert!(hub.subscribe(task, session, UserId(Uuid::from_u128(9))).is_some(), "others are not concerned");
        open.pop();
        open.push(hub.subscribe(task, session, user).expect("a place is free again"));
        open.pop();
        let own = hub.subscribe(user, session, user);
        assert!(own.is_some());
        assert!(hub.subscribe(task, session, user).is_none(), "streams of each kind count alike");
    }

    #[tokio::test]
    async fn f71_a_person_hears_only_what_is_theirs() {
        let (task, session, user) = ids();
        let other = UserId(Uuid::from_u128(4));
        let hub = EventHub::new();
        let mut own = hub.subscribe(user, session, user).expect("few streams");
        hub.notify(other, Uuid::from_u128(7));
        hub.notify(user, Uuid::from_u128(8));
        assert_eq!(own.next().await, Next::Event(UserEvent::Notification { id: Uuid::from_u128(8) }));
        hub.end(Ended::Membership(task, user));
        hub.publish(user, UserEvent::Read {});
        assert_eq!(own.next().await, Next::Event(UserEvent::Read {}), "a membership is not the session");
        hub.end(Ended::Session(session));
        assert_eq!(own.next().await, Next::End);
        drop(own);
        assert!(hub.0.users.is_empty() && hub.0.readers.is_empty());
    }

    #[tokio::test]
    async fn a_slow_reader_is_told_to_read_again() {
        let (task, session, user) = ids();
        let hub = EventHub::new();
        let mut slow = hub.subscribe(task, session, user).expect("few streams");
        for _ in 0..=WAITING {
            hub.publish(task, TaskEvent::Task {});
        }
        assert_eq!(slow.next().await, Next::Resync);
        assert_eq!(slow.next().await, Next::Event(TaskEvent::Task {}));
    }

    #[tokio::test]
    async fn the_end_of_a_session_or_membership_ends_its_streams_only() {
        let (task, session, user) = ids();
        let hub = EventHub::new();
        let mut first = hub.subscribe(task, session, user).expect("few streams");
        let mut other =
            hub.subscribe(task, SessionId(Uuid::from_u128(5)), UserId(Uuid::from_u128(6))).expect("few streams");
        hub.publish(task, TaskEvent::Task {});
        hub.end(Ended::Session(session));
        assert_eq!(first.next().await, Next::End);
        assert_eq!(other.next().await, Next::Event(TaskEvent::Task {}));
        hub.end(Ended::Membership(task, UserId(Uuid::from_u128(6))));
        assert_eq!(other.next().await, Next::End);
    }
}
