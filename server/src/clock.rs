//! Wall-clock time and new ids as a parameter, so that tests can control both. Durations within a process use `Instant`
//! instead.

use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};
use uuid::{NoContext, Timestamp, Uuid};

#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Fixed(Arc<Mutex<OffsetDateTime>>),
}

impl Clock {
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Creates a clock that changes only through [`Clock::advance`]. Its clones change with it.
    #[must_use]
    pub fn fixed(at: OffsetDateTime) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(at))))
    }

    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the only place that reads the wall clock")]
            Source::System => OffsetDateTime::now_utc(),
            Source::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Creates a new id (UUID version 7). Ids created later sort later, to the millisecond.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let now = self.now();
        let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.nanosecond())).into()
    }

    /// Advances a fixed clock. Has no effect on the system clock.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(at) = &self.0 {
            *at.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_changes_only_through_advance() {
        let clock = Clock::fixed(OffsetDateTime::UNIX_EPOCH);
        let clone = clock.clone();
        assert_eq!(clone.now(), OffsetDateTime::UNIX_EPOCH);
        clock.advance(Duration::HOUR);
        assert_eq!(clone.now(), OffsetDateTime::UNIX_EPOCH + Duration::HOUR);
    }
}
