//! The room's copy of an item's editor lock. The row in the database is authoritative.

use countersign_shared::ids::{ConnectionId, Epoch, SessionId, UserId};
use countersign_shared::lock::{LockHolder, LockStatus, LockView, Person};
use time::OffsetDateTime;

/// The holder of a lock: one browser tab in one sign-in session of one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    pub person: Person,
    pub session: SessionId,
    pub tab: Option<String>,
    pub since: OffsetDateTime,
}

/// The lock's row as last read or written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LockRow {
    pub epoch: Epoch,
    /// `None` if the lock is free or has expired.
    pub holder: Option<Holder>,
    /// Milliseconds until the lock expires, by the database's clock.
    pub remaining_ms: u64,
    pub is_disconnected: bool,
}

/// A change of the lock's row. Each variant is one statement that checks the row's current state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LockChange {
    /// Takes the lock for a user's tab if it is free.
    Acquire { user: UserId, session: SessionId, tab: Option<String> },
    /// Takes the lock over from another tab of the same user.
    TakeOver { user: UserId, session: SessionId, tab: Option<String> },
    /// Hands the lock over to another user, who asked for it.
    HandOver { epoch: Epoch, from: UserId, user: UserId, session: SessionId, tab: Option<String> },
    /// Releases the lock, because the holder gave it up or may no longer hold it.
    Release { epoch: Epoch, by: UserId },
    /// Starts the grace period: the holder's connection is gone.
    Disconnect { epoch: Epoch },
    /// Ends the grace period: the holder's tab is back.
    Resume { epoch: Epoch },
    /// Extends the lease while the holder is connected.
    Renew { epoch: Epoch },
    /// Frees the lock if it has expired; otherwise changes nothing.
    Expire { epoch: Epoch },
}

/// The lock as the room keeps it.
#[derive(Debug)]
pub struct Lock {
    /// The task has switched the lock off: everyone who may write can write at the same time.
    pub is_off: bool,
    row: LockRow,
    /// The holder's open connection, if any.
    connection: Option<ConnectionId>,
    /// When to check whether the lock has expired, in the room's milliseconds; only set while the holder is away.
    expires: Option<u64>,
}

impl Lock {
    #[must_use]
    pub fn new(is_off: bool, row: LockRow, now: u64) -> Self {
        let mut lock = Self { is_off, row: LockRow::default(), connection: None, expires: None };
        lock.set(row, None, now);
        lock
    }

    /// Replaces the row. `connection` is the holder's connection, if it is in this room.
    pub fn set(&mut self, row: LockRow, connection: Option<ConnectionId>, now: u64) {
        self.connection = connection.filter(|_| row.holder.is_some());
        self.expires = (row.holder.is_some() && self.connection.is_none()).then(|| now + row.remaining_ms);
        self.row = row;
    }

    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.row.epoch
    }

    #[must_use]
    pub fn holder(&self) -> Option<&Holder> {
        self.row.holder.as_ref()
    }

    #[must_use]
    pub fn connection(&self) -> Option<ConnectionId> {
        self.connection
    }

    #[must_use]
    pub fn check_expiry_at(&self) -> Option<u64> {
        self.expires
    }

    /// Returns `true` if the row marks the holder as disconnected.
    #[must_use]
    pub fn disconnected(&self) -> bool {
        self.row.is_disconnected
    }

    #[must_use]
    pub fn is_held_by(&self, connection: ConnectionId) -> bool {
        self.connection == Some(connection)
    }

    /// Returns `true` if this tab held the lock when its connection was lost.
    #[must_use]
    pub fn is_reserved_for(&self, user: UserId, session: SessionId, tab: Option<&str>) -> bool {
        self.connection.is_none() && self.belongs_to(user, session, tab)
    }

    #[must_use]
    pub fn belongs_to(&self, user: UserId, session: SessionId, tab: Option<&str>) -> bool {
        self.holder()
            .is_some_and(|holder| holder.person.id == user && holder.session == session && holder.tab.as_deref() == tab)
    }

    /// Records that the holder's connection is back or has been replaced.
    pub fn connect(&mut self, connection: ConnectionId) {
        self.connection = Some(connection);
        self.expires = None;
    }

    /// Records that the holder's connection is gone. The lock's expiry is checked at `look`.
    pub fn disconnect(&mut self, look: u64) {
        self.connection = None;
        self.expires = Some(look);
    }

    /// Reschedules the expiry check to `at`, if the holder is disconnected.
    pub fn reschedule_expiry_check(&mut self, at: u64) {
        if self.row.holder.is_some() && self.connection.is_none() {
            self.expires = Some(at);
        }
    }

    /// Returns the lock as one connection sees it.
    #[must_use]
    pub fn view(&self, connection: ConnectionId, user: UserId) -> LockView {
        let holder = self.holder().filter(|_| !self.is_off);
        let status = match holder {
            _ if self.is_off => LockStatus::Off,
            None => LockStatus::Free,
            Some(_) if self.is_held_by(connection) => LockStatus::Mine,
            Some(holder) if holder.person.id == user => LockStatus::OtherTab,
            Some(_) => LockStatus::OtherUser,
        };
        LockView {
            status,
            epoch: self.epoch(),
            holder: holder.map(|holder| holder.person.clone()),
            since: holder.map(|holder| holder.since),
            in_grace: holder.is_some() && self.connection.is_none(),
        }
    }

    /// Returns the holder as lists show it. `mine` is `false` here and set for each reader.
    #[must_use]
    pub fn list_holder(&self) -> Option<LockHolder> {
        self.holder().filter(|_| !self.is_off).map(|holder| LockHolder {
            person: holder.person.clone(),
            since: holder.since,
            mine: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ANN: UserId = UserId(Uuid::from_u128(1));
    const BOB: UserId = UserId(Uuid::from_u128(2));
    const SESSION: SessionId = SessionId(Uuid::from_u128(3));
    const FIRST: ConnectionId = ConnectionId(Uuid::from_u128(4));
    const SECOND: ConnectionId = ConnectionId(Uuid::from_u128(5));

    fn row() -> LockRow {
        let person = Person { id: ANN, name: "Ann".to_owned(), color: "#112233".to_owned() };
        let tab = Some("tab".to_owned());
        let holder = Holder { person, session: SESSION, tab, since: OffsetDateTime::UNIX_EPOCH };
        LockRow { epoch: Epoch(4), holder: Some(holder), remaining_ms: 500, is_disconnected: false }
    }

    #[test]
    fn f103_f104_each_connection_sees_its_own_lock_status() {
        let lock = {
            let mut lock = Lock::new(false, LockRow::default(), 0);
            assert_eq!(lock.view(FIRST, ANN).status, LockStatus::Free);
            lock.set(row(), Some(FIRST), 0);
            lock
        };
        assert_eq!(lock.view(FIRST, ANN).status, LockStatus::Mine);
        assert_eq!(lock.view(SECOND, ANN).status, LockStatus::OtherTab);
        let other = lock.view(SECOND, BOB);
        assert_eq!(other.status, LockStatus::OtherUser);
        assert_eq!(other.holder.expect("named").name, "Ann");
        assert!(!other.in_grace);
    }

    #[test]
    fn a_lock_in_grace_is_reserved_for_the_same_tab_and_checked_at_expiry() {
        let mut lock = Lock::new(false, row(), 1_000);
        assert_eq!(lock.check_expiry_at(), Some(1_500));
        assert!(lock.view(SECOND, BOB).in_grace);
        assert!(lock.is_reserved_for(ANN, SESSION, Some("tab")));
        assert!(!lock.is_reserved_for(ANN, SESSION, Some("other")));
        assert!(!lock.is_reserved_for(BOB, SESSION, Some("tab")));
        lock.connect(FIRST);
        assert_eq!(lock.check_expiry_at(), None);
        assert!(!lock.is_reserved_for(ANN, SESSION, Some("tab")));
    }

    #[test]
    fn n12_a_lock_that_is_off_has_no_holder() {
        let lock = Lock::new(true, row(), 0);
        let view = lock.view(SECOND, BOB);
        assert_eq!((view.status, view.holder), (LockStatus::Off, None));
        assert_eq!(lock.list_holder(), None);
    }
}
