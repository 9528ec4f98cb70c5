//! Estimates the error rate of all items from a sample, with its interval, and suggests what to do with the rest.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The 97.5 % quantile of the normal distribution, for a 95 % confidence interval.
const Z: f64 = 1.959_963_984_540_054;

/// The share of wrong items, as fractions: the measured rate, and the 95 % confidence interval for all items.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ErrorEstimate {
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// What to do, given the verdicts so far.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SampleSuggestion)]
pub enum Suggestion {
    JudgeMore,
    AcceptRest,
    RejectRest,
}

impl ErrorEstimate {
    /// Estimates the error rate from `errors` among `judged` items, or returns `None` if `judged` is 0. The interval is
    /// Wilson's (1927): it holds for small samples and rates near zero, where the usual one claims that there are no
    /// errors at all.
    #[must_use]
    pub fn new(errors: u32, judged: u32) -> Option<Self> {
        if judged == 0 {
            return None;
        }
        let (n, rate) = (f64::from(judged), f64::from(errors.min(judged)) / f64::from(judged));
        let centre = rate + Z * Z / (2.0 * n);
        let spread = Z * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // At the ends the formula gives 0 and 1, except for rounding errors.
        let low = if errors == 0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
        let high = if errors >= judged { 1.0 } else { ((centre + spread) / scale).min(1.0) };
        Some(Self { rate, low, high })
    }
}

/// Suggests a decision from the numbers of rejected, judged and drawn items; `max_error` is the allowed error rate in
/// percent. Once all drawn items are judged, there is nothing more to wait for: the measured rate decides.
#[must_use]
pub fn suggest(rejected: u32, judged: u32, drawn: u32, max_error: f64) -> Suggestion {
    let Some(estimate) = ErrorEstimate::new(rejected, judged) else { return Suggestion::JudgeMore };
    let most = max_error / 100.0;
    if estimate.high <= most {
        Suggestion::AcceptRest
    } else if estimate.low > most {
        Suggestion::RejectRest
    } else if judged < drawn {
        Suggestion::JudgeMore
    } else if estimate.rate <= most {
        Suggestion::AcceptRest
    } else {
        Suggestion::RejectRest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f16_the_interval_is_wilsons() {
        // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
        for (errors, judged, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let estimate = ErrorEstimate::new(errors, judged).expect("judged");
            let near = |a: f64, b: f64| (a - b).abs() < 0.000_06;
            assert!(near(estimate.low, low) && near(estimate.high, high), "{errors} of {judged}: {estimate:?}");
            assert!(near(estimate.rate, f64::from(errors) / f64::from(judged)));
        }
        assert_eq!(ErrorEstimate::new(0, 0), None);
    }

    #[test]
    fn f16_the_interval_is_within_0_and_1_contains_the_rate_and_is_symmetric() {
        for judged in 1..60 {
            for errors in 0..=judged {
                let ErrorEstimate { rate, low, high } = ErrorEstimate::new(errors, judged).expect("judged");
                assert!(0.0 <= low && low <= rate && rate <= high && high <= 1.0, "{errors} of {judged}");
                let mirror = ErrorEstimate::new(judged - errors, judged).expect("judged");
                assert!((low - (1.0 - mirror.high)).abs() < 1e-12, "{errors} of {judged}");
            }
        }
        assert_eq!(ErrorEstimate::new(0, 7).map(|estimate| estimate.low), Some(0.0));
        assert_eq!(ErrorEstimate::new(7, 7).map(|estimate| estimate.high), Some(1.0));
    }

    #[test]
    fn f16_the_suggestion_waits_until_the_interval_is_clear_or_all_are_judged() {
        use Suggestion::{AcceptRest, JudgeMore, RejectRest};
        for (rejected, judged, drawn, max_error, expected) in [
            (0, 0, 50, 5.0, JudgeMore),
            (0, 20, 50, 5.0, JudgeMore),
            (0, 80, 200, 5.0, AcceptRest),
            (10, 20, 50, 5.0, RejectRest),
            (2, 49, 50, 5.0, JudgeMore),
            (2, 50, 50, 5.0, AcceptRest),
            (3, 50, 50, 5.0, RejectRest),
            (1, 2, 50, 100.0, AcceptRest),
            (0, 50, 50, 0.0, AcceptRest),
            (1, 2, 50, 0.0, RejectRest),
        ] {
            assert_eq!(suggest(rejected, judged, drawn, max_error), expected, "{rejected} of {judged} of {drawn}");
        }
    }
}
