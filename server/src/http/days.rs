//! Days in requests and responses: in UTC, written as `2026-03-04`.

use serde::{Deserialize, Serialize};
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, Time};
use utoipa::ToSchema;

/// A day in UTC, written as `2026-03-04`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = Date)]
pub struct Day(pub Date);

impl Day {
    /// Returns the day of a point in time.
    #[must_use]
    pub fn of(at: OffsetDateTime) -> Self {
        Self(at.to_utc().date())
    }

    #[must_use]
    pub fn start(self) -> OffsetDateTime {
        OffsetDateTime::new_utc(self.0, Time::MIDNIGHT)
    }

    /// Returns the first moment after the day.
    #[must_use]
    pub fn end(self) -> OffsetDateTime {
        self.start().saturating_add(Duration::DAY)
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let day = Date::parse(&text, format_description!("[year]-[month]-[day]")).ok();
        // Years of four digits only: the database can store them, and they are parsed back as they were written.
        let day = day.filter(|day| (1..=9_999).contains(&day.year()));
        day.map(Self).ok_or("a day must be written as 2026-03-04")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_day_comes_back_as_it_was_written() {
        let day: Day = serde_json::from_str("\"2028-02-29\"").expect("a day");
        assert_eq!(serde_json::to_string(&day).expect("JSON"), "\"2028-02-29\"");
        assert_eq!((day.start(), day.end()), (datetime!(2028-02-29 0:00 UTC), datetime!(2028-03-01 0:00 UTC)));
        assert_eq!(Day::of(datetime!(2028-03-01 01:30 +2)), day);
        for wrong in ["", "2027-02-29", "2028-2-9", "-2028-01-01", "20280101", "2028-01-01T00:00:00Z"] {
            assert!(Day::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
