//! Events: changes to a task's items and locks, and notifications for a person, from the rooms to server-sent event
//! streams.

use std::hash::Hash;
use std::sync::Arc;

use countersign_shared::bulk::BulkState;
use countersign_shared::ids::{BulkId, ItemId, SessionId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::LockHolder;
use countersign_shared::workflow::{ReturnState, Stage, Status};
use dashmap::DashMap;
use serde::Serialize;
use time::OffsetDateTime;
use tokio::sync::broadcast;
use utoipa::ToSchema;
use uuid::Uuid;

/// The most events that can wait for one subscriber. One that falls further behind must reload its list.
const CHANNEL_CAPACITY: usize = 256;

/// A change in a task. The subscriber fetches what the event does not contain.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TaskEvent {
    /// The lock of an item was taken or became free.
    Lock {
        item: ItemId,
        #[schema(required)]
        lock: Option<LockHolder>,
    },
    /// The item's stage, labels or issues changed.
    Item {
        item: ItemId,
        stage: Stage,
        /// The number of the review, from 1; 0 in other stages.
        review_pass: u8,
        status: Status,
        back: ReturnState,
        label_count: i32,
        open_issues: i32,
        comment_count: i32,
        approved_count: i32,
        rejected_count: i32,
        violations: i32,
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
    },
    /// A bulk action made progress. When it ends, everything that lists show of its items can have changed.
    Bulk { job: BulkId, state: BulkState, total: i32, done: i32, failed: i32 },
    /// The task itself changed: its name, settings, members or set of items.
    Task {},
}

/// A change for one person. The stream reads what the event does not contain from the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UserEvent {
    /// The person has a new notification.
    Notification { id: Uuid },
    /// Some notifications were read, or the person may no longer see them.
    Read {},
}

/// Why a stream must end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamEnd {
    Session(SessionId),
    /// The person is no longer a member of the task.
    Membership(TaskId, UserId),
}

/// A topic of events: a task, with any number of subscribers, or one person.
pub trait Topic: Copy + Eq + Hash {
    type Event: Clone + Send + 'static;

    fn channels(hub: &EventHub) -> &Channels<Self>;

    /// Returns `true` if `ended` ends the subscription of `reader`. The end of its session is checked elsewhere.
    fn is_ended_by(self, ended: StreamEnd, reader: UserId) -> bool;
}

/// The topics that have subscribers.
type Channels<T> = DashMap<T, broadcast::Sender<<T as Topic>::Event>>;

impl Topic for TaskId {
    type Event = TaskEvent;

    fn channels(hub: &EventHub) -> &Channels<Self> {
        &hub.0.tasks
    }

    fn is_ended_by(self, ended: StreamEnd, reader: UserId) -> bool {
        ended == StreamEnd::Membership(self, reader)
    }
}

/// A person's own events end only with their session.
impl Topic for UserId {
    type Event = UserEvent;

    fn channels(hub: &EventHub) -> &Channels<Self> {
        &hub.0.users
    }

    fn is_ended_by(self, _: StreamEnd, _: UserId) -> bool {
        false
    }
}

/// Delivers events from their publishers to the subscribers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct EventHub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    tasks: Channels<TaskId>,
    users: Channels<UserId>,
    /// The number of open subscriptions of each person, on all topics.
    subscriptions: DashMap<UserId, usize>,
    ended: broadcast::Sender<StreamEnd>,
}

impl Default for EventHub {
    fn default() -> Self {
        Self(Arc::new(Inner {
            tasks: DashMap::new(),
            users: DashMap::new(),
            subscriptions: DashMap::new(),
            ended: broadcast::channel(CHANNEL_CAPACITY).0,
        }))
    }
}

/// One subscription to a topic.
pub struct Subscription<T: Topic> {
    session: SessionId,
    events: broadcast::Receiver<T::Event>,
    ended: broadcast::Receiver<StreamEnd>,
    /// The last field: fields are dropped in order, and the receiver must be gone before the receivers are counted.
    place: SubscriptionSlot<T>,
}

/// A place in the hub, released when dropped.
struct SubscriptionSlot<T: Topic> {
    hub: EventHub,
    topic: T,
    user: UserId,
}

/// What a subscriber gets next.
#[derive(PartialEq, Debug)]
pub enum Next<E> {
    Event(E),
    /// Events were missed.
    Resync,
    /// The subscriber may no longer receive events.
    End,
}

impl EventHub {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Publishes an event to all subscribers of a topic, if there are any. Never waits.
    pub fn publish<T: Topic>(&self, topic: T, event: T::Event) {
        if let Some(sender) = T::channels(self).get(&topic) {
            let _ = sender.send(event);
        }
    }

    /// Announces a notification that is already in the database to its recipient. Never waits.
    pub fn notify(&self, user: UserId, id: Uuid) {
        self.publish(user, UserEvent::Notification { id });
    }

    /// Ends the streams that `ended` concerns.
    pub fn end_streams(&self, ended: StreamEnd) {
        let _ = self.0.ended.send(ended);
    }

    /// Subscribes a person to a topic. Returns `None` if they already have the maximum number of streams.
    #[must_use]
    pub fn subscribe<T: Topic>(&self, topic: T, session: SessionId, user: UserId) -> Option<Subscription<T>> {
        {
            let mut open = self.0.subscriptions.entry(user).or_default();
            if *open >= limits::MAX_EVENT_STREAMS_PER_USER {
                return None;
            }
            *open += 1;
        }
        let events =
            T::channels(self).entry(topic).or_insert_with(|| broadcast::channel(CHANNEL_CAPACITY).0).subscribe();
        let place = SubscriptionSlot { hub: self.clone(), topic, user };
        Some(Subscription { session, events, ended: self.0.ended.subscribe(), place })
    }
}

impl<T: Topic> Subscription<T> {
    pub async fn next(&mut self) -> Next<T::Event> {
        loop {
            tokio::select! {
                biased;
                ended = self.ended.recv() => match ended {
                    Ok(StreamEnd::Session(session)) if session == self.session => return Next::End,
                    Ok(ended) if self.place.topic.is_ended_by(ended, self.place.user) => return Next::End,
                    Ok(_) => {}
                    // A missed message may have concerned this subscriber.
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

impl<T: Topic> Drop for SubscriptionSlot<T> {
    fn drop(&mut self) {
        // The map's lock prevents new subscriptions in the meantime.
        T::channels(&self.hub).remove_if(&self.topic, |_, sender| sender.receiver_count() == 0);
        self.hub.0.subscriptions.remove_if_mut(&self.user, |_, open| {
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
    async fn subscribers_get_the_events_of_their_task_and_leave_no_entries() {
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
        assert!(hub.0.tasks.is_empty() && hub.0.subscriptions.is_empty());
    }

    #[tokio::test]
    async fn fault_27_streams_per_person_are_limited() {
        let (task, session, user) = ids();
        let hub = EventHub::new();
        let mut open: Vec<_> = std::iter::from_fn(|| hub.subscribe(task, session, user)).collect();
        assert_eq!(open.len(), limits::MAX_EVENT_STREAMS_PER_USER);
        assert!(hub.subscribe(task, session, UserId(Uuid::from_u128(9))).is_some(), "other people are not affected");
        open.pop();
        open.push(hub.subscribe(task, session, user).expect("a place is free again"));
        open.pop();
        let own = hub.subscribe(user, session, user);
        assert!(own.is_some());
        assert!(hub.subscribe(task, session, user).is_none(), "streams of all kinds count");
    }

    #[tokio::test]
    async fn f71_a_person_receives_only_their_own_events() {
        let (task, session, user) = ids();
        let other = UserId(Uuid::from_u128(4));
        let hub = EventHub::new();
        let mut own = hub.subscribe(user, session, user).expect("few streams");
        hub.notify(other, Uuid::from_u128(7));
        hub.notify(user, Uuid::from_u128(8));
        assert_eq!(own.next().await, Next::Event(UserEvent::Notification { id: Uuid::from_u128(8) }));
        hub.end_streams(StreamEnd::Membership(task, user));
        hub.publish(user, UserEvent::Read {});
        assert_eq!(own.next().await, Next::Event(UserEvent::Read {}), "the session has not ended");
        hub.end_streams(StreamEnd::Session(session));
        assert_eq!(own.next().await, Next::End);
        drop(own);
        assert!(hub.0.users.is_empty() && hub.0.subscriptions.is_empty());
    }

    #[tokio::test]
    async fn a_slow_subscriber_must_resync() {
        let (task, session, user) = ids();
        let hub = EventHub::new();
        let mut slow = hub.subscribe(task, session, user).expect("few streams");
        for _ in 0..=CHANNEL_CAPACITY {
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
        hub.end_streams(StreamEnd::Session(session));
        assert_eq!(first.next().await, Next::End);
        assert_eq!(other.next().await, Next::Event(TaskEvent::Task {}));
        hub.end_streams(StreamEnd::Membership(task, UserId(Uuid::from_u128(6))));
        assert_eq!(other.next().await, Next::End);
    }
}
