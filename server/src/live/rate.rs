//! The rate limit for a connection's messages: a token bucket that refills over time.

use tokio::time::{Duration, Instant};

pub struct RateLimiter {
    /// When the bucket is full again. Each message moves this time further into the future.
    full_at: Instant,
    each: Duration,
    burst: Duration,
}

impl RateLimiter {
    #[must_use]
    pub fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        let each = Duration::from_secs(1) / per_second.max(1);
        Self { full_at: now, each, burst: each * burst.max(1) }
    }

    /// Counts one message. Returns `false` if it exceeds the rate.
    pub fn try_take(&mut self, now: Instant) -> bool {
        let full_at = self.full_at.max(now) + self.each;
        if full_at > now + self.burst {
            return false;
        }
        self.full_at = full_at;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_26_a_burst_is_let_through_and_then_the_rate_applies() {
        let start = Instant::now();
        let mut rate = RateLimiter::new(10, 5, start);
        assert_eq!((0..20).filter(|_| rate.try_take(start)).count(), 5);
        let later = start + Duration::from_millis(200);
        assert_eq!((0..20).filter(|_| rate.try_take(later)).count(), 2);
        let much_later = start + Duration::from_secs(60);
        assert_eq!((0..20).filter(|_| rate.try_take(much_later)).count(), 5);
    }
}
