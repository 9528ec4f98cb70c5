//! Rate limits of sign-in attempts: tight for an e-mail and an address together, loose for either alone, so that nobody
//! can lock a user out remotely or try one password on every account.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use countersign_shared::limits;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

pub struct SignInLimiter {
    pair: DefaultKeyedRateLimiter<(String, IpAddr)>,
    single: DefaultKeyedRateLimiter<Key>,
    clock: DefaultClock,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Email(String),
    Address(IpAddr),
}

impl SignInLimiter {
    #[expect(clippy::new_without_default, reason = "a rate limiter is created explicitly")]
    #[must_use]
    pub fn new() -> Self {
        Self {
            pair: RateLimiter::keyed(quota(limits::SIGN_IN_ATTEMPTS)),
            single: RateLimiter::keyed(quota(limits::SIGN_IN_ATTEMPTS_TOTAL)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// Returns how long to wait if there were too many attempts.
    pub fn attempt(&self, email: &str, address: IpAddr) -> Result<(), Duration> {
        let email = email.to_lowercase();
        let address = network_of(address);
        self.pair
            .check_key(&(email.clone(), address))
            .and_then(|()| self.single.check_key(&Key::Address(address)))
            .and_then(|()| self.single.check_key(&Key::Email(email)))
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Removes the entries that no longer restrict anyone.
    pub fn evict_stale(&self) {
        self.pair.retain_recent();
        self.single.retain_recent();
    }
}

fn quota(attempts: u32) -> Quota {
    let attempts = NonZeroU32::new(attempts).expect("a limit is above 0");
    Quota::per_minute(attempts)
}

/// Returns the network that counts as one address: one IPv6 customer has a whole /64.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_attempt_waits_and_others_do_not() {
        let limiter = SignInLimiter::new();
        let here = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..limits::SIGN_IN_ATTEMPTS {
            assert!(limiter.attempt("ana@example.org", here).is_ok());
        }
        let wait = limiter.attempt("ANA@example.org", here).expect_err("too many");
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(60), "{wait:?}");
        assert!(limiter.attempt("ana@example.org", IpAddr::from([192, 0, 2, 2])).is_ok());
        assert!(limiter.attempt("ben@example.org", here).is_ok());
    }

    #[test]
    fn one_address_cannot_try_everyone() {
        let limiter = SignInLimiter::new();
        let tried = (0..1_000)
            .filter(|n| {
                let address = IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, u16::try_from(*n).expect("small")]);
                limiter.attempt(&format!("{n}@example.org"), address).is_ok()
            })
            .count();
        assert!(tried <= limits::SIGN_IN_ATTEMPTS_TOTAL as usize + 5, "{tried}");
    }
}
