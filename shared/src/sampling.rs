//! Sampling for acceptance: which items are drawn, what the judged ones say of all, and what to do with the rest.
//! The same seed over the same population draws the same sample, on any machine.

mod draw;
mod estimate;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use draw::{Candidate, draw};
pub use estimate::{ErrorEstimate, Suggestion, suggest};

/// How items are chosen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SampleMethod)]
pub enum Method {
    /// Each with the same chance.
    Random,
    /// In proportion from the items of each person who submitted them, at least one each while it lasts.
    PerAnnotator,
    /// In proportion from the items of each class, at least one each while it lasts. An item counts for the rarest of
    /// its classes.
    PerClass,
    /// Those with most violations first.
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

/// How many items are drawn.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SampleSize)]
pub enum Size {
    Count(u32),
    /// Of the population, rounded up.
    Percent(f64),
}

impl Size {
    /// Whether it asks for anything: a count from 1, a percentage above 0 up to 100.
    #[must_use]
    pub fn is_valid(self) -> bool {
        match self {
            Self::Count(count) => count > 0,
            Self::Percent(percent) => percent > 0.0 && percent <= 100.0,
        }
    }

    /// Items to draw from so many: at least one, at most all.
    #[must_use]
    pub fn of(self, population: usize) -> usize {
        let wanted = match self {
            Self::Count(count) => count as usize,
            // What the division adds beyond its precision must not round a whole number up.
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
    fn f15_sizes_and_methods_are_read_as_they_are_written() {
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
