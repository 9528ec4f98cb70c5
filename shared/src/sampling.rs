//! Sampling for acceptance: which items are drawn, the error rate that their verdicts imply, and what to do with the rest.
//! The same seed over the same population draws the same sample on any machine.

mod draw;
mod estimate;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use draw::{Candidate, draw};
pub use estimate::{ErrorEstimate, Suggestion, suggest};

/// The method by which a sample is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SampleMethod)]
pub enum Method {
    /// Each item with the same probability.
    Random,
    /// In proportion to the items that each user submitted, at least one per user if the size allows.
    PerAnnotator,
    /// In proportion to the items of each class, at least one per class if the size allows. An item counts towards the
    /// rarest of its classes.
    PerClass,
    /// Items with the most violations first.
    ByViolation,
    /// In the order of the task.
    FirstN,
}

impl Method {
    pub const ALL: [Self; 5] = [Self::Random, Self::PerAnnotator, Self::PerClass, Self::ByViolation, Self::FirstN];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::PerAnnotator => "per_annotator",
            Self::PerClass => "per_class",
            Self::ByViolation => "by_violation",
            Self::FirstN => "first_n",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == name)
    }
}

/// The size of a sample.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SampleSize)]
pub enum Size {
    Count(u32),
    /// A percentage of the population, rounded up.
    Percent(f64),
}

impl Size {
    /// Returns whether the size is a count of at least 1, or a percentage above 0 and up to 100.
    #[must_use]
    pub fn is_valid(self) -> bool {
        match self {
            Self::Count(count) => count > 0,
            Self::Percent(percent) => percent > 0.0 && percent <= 100.0,
        }
    }

    /// Returns the number of items to draw from a population: at least one unless it is empty, at most all.
    #[must_use]
    pub fn of(self, population: usize) -> usize {
        let wanted = match self {
            Self::Count(count) => count as usize,
            // A rounding error of the division must not round a whole number up.
            Self::Percent(percent) => (population as f64 * percent / 100.0 - 1e-9).ceil() as usize,
        };
        wanted.clamp(1, population.max(1)).min(population)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f15_a_size_is_a_count_or_a_share_rounded_up() {
        for (size, population, expected) in [
            (Size::Count(5), 10, 5),
            (Size::Count(50), 10, 10),
            (Size::Percent(10.0), 10, 1),
            (Size::Percent(10.0), 11, 2),
            (Size::Percent(7.0), 100_000, 7_000),
            (Size::Percent(0.001), 10, 1),
            (Size::Percent(100.0), 99_999, 99_999),
            (Size::Count(1), 0, 0),
            (Size::Percent(50.0), 0, 0),
        ] {
            assert_eq!(size.of(population), expected, "{size:?} of {population}");
        }
        for wrong in [Size::Count(0), Size::Percent(0.0), Size::Percent(100.1), Size::Percent(f64::NAN)] {
            assert!(!wrong.is_valid(), "{wrong:?}");
        }
    }

    #[test]
    fn f15_sizes_and_methods_round_trip() {
        for (size, text) in [(Size::Count(7), r#"{"count":7}"#), (Size::Percent(2.5), r#"{"percent":2.5}"#)] {
            assert_eq!(serde_json::to_string(&size).expect("JSON"), text);
            assert_eq!(serde_json::from_str::<Size>(text).expect("a size"), size);
        }
        for method in Method::ALL {
            assert_eq!(Method::parse(method.as_str()), Some(method));
            assert_eq!(serde_json::to_value(method).expect("JSON"), method.as_str());
        }
    }
}
