//! Filters of items, shared by lists, bulk actions and samples.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::ids::{SampleId, UserId};
use crate::workflow::{Stage, Status};

/// A filter of items. An item must match every given field; omitted fields match all items.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The number of the review, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_pass: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Part of the file name, case-insensitive.
    #[serde(default, deserialize_with = "text_without_nul", skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// What the item must have, separated by commas: `open_issues`, `comments`, `rejected`, `revised`, `skipped`,
    /// `violations`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub has: Option<Activities>,
    /// The user who last submitted the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotator: Option<UserId>,
    /// The user who last approved the item in review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<UserId>,
    /// A user id, or `none`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub assignee: Option<Assignee>,
    /// The user who sent the item back, until it is complete again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned_by: Option<UserId>,
    /// Whether a user is editing the item now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// The user who is editing the item now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_by: Option<UserId>,
    /// Whether the caller has opened the item since it entered its stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<bool>,
    /// -1 low, 0 normal, 1 high, 2 urgent
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i16>,
    /// A class that at least one label of the item has.
    #[serde(default, deserialize_with = "text_without_nul", skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleId>,
}

/// Deserializes text, refusing NUL characters: Postgres does not accept them.
fn text_without_nul<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    if text.as_ref().is_some_and(|text| text.contains('\0')) {
        return Err(D::Error::custom("text must not contain NUL characters"));
    }
    Ok(text)
}

/// An activity of an item that a filter can ask for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Activity {
    OpenIssues,
    Comments,
    /// The item was rejected at least once.
    Rejected,
    /// The item was reopened after acceptance.
    Revised,
    /// A user skipped the item.
    Skipped,
    /// The item lacks something that the ontology requires.
    Violations,
}

impl Activity {
    pub const ALL: [Self; 6] =
        [Self::OpenIssues, Self::Comments, Self::Rejected, Self::Revised, Self::Skipped, Self::Violations];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenIssues => "open_issues",
            Self::Comments => "comments",
            Self::Rejected => "rejected",
            Self::Revised => "revised",
            Self::Skipped => "skipped",
            Self::Violations => "violations",
        }
    }
}

/// A list of activities, on the wire their names separated by commas.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Activities(Vec<Activity>);

impl Activities {
    #[must_use]
    pub fn contains(&self, activity: Activity) -> bool {
        self.0.contains(&activity)
    }
}

impl TryFrom<String> for Activities {
    type Error = String;

    fn try_from(names: String) -> Result<Self, String> {
        let parse = |name: &str| {
            let found = Activity::ALL.into_iter().find(|activity| activity.as_str() == name);
            found.ok_or_else(|| format!("{name:?} is not an activity of an item"))
        };
        names.split(',').filter(|name| !name.is_empty()).map(parse).collect::<Result<_, _>>().map(Self)
    }
}

impl From<Activities> for String {
    fn from(activities: Activities) -> Self {
        activities.0.iter().map(|activity| activity.as_str()).collect::<Vec<_>>().join(",")
    }
}

/// The assignee that a filter asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Assignee {
    Nobody,
    Person(UserId),
}

const NOBODY: &str = "none";

impl TryFrom<String> for Assignee {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == NOBODY {
            return Ok(Self::Nobody);
        }
        text.parse().map(Self::Person).map_err(|_| format!("an assignee must be a user id or {NOBODY}"))
    }
}

impl From<Assignee> for String {
    fn from(assignee: Assignee) -> Self {
        match assignee {
            Assignee::Nobody => NOBODY.to_owned(),
            Assignee::Person(id) => id.to_string(),
        }
    }
}

/// Refuses unknown fields, for filters in a request body. A misspelled field would otherwise match all items, and a bulk
/// action meant for a few items would run on all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DenyUnknownFields<T>(pub T);

impl<'de, T: DeserializeOwned + PartialSchema> Deserialize<'de> for DenyUnknownFields<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        // The field names come from the API schema: a second list could differ.
        let schema = serde_json::to_value(T::schema()).map_err(D::Error::custom)?;
        let unknown =
            value.as_object().and_then(|object| object.keys().find(|key| schema["properties"].get(key).is_none()));
        if let Some(unknown) = unknown {
            return Err(D::Error::custom(format!("a filter has no field {unknown:?}")));
        }
        serde_json::from_value(value).map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn read(filter: serde_json::Value) -> Result<ItemFilter, serde_json::Error> {
        serde_json::from_value::<DenyUnknownFields<ItemFilter>>(filter).map(|strict| strict.0)
    }

    #[test]
    fn f7_f8_a_filter_round_trips() {
        let person = UserId(Uuid::from_u128(7));
        let filter = ItemFilter {
            stage: Some(Stage::Acceptance),
            status: Some(Status::SentBack),
            has: Some(Activities(vec![Activity::OpenIssues, Activity::Rejected])),
            assignee: Some(Assignee::Person(person)),
            opened: Some(false),
            priority: Some(-1),
            ..ItemFilter::default()
        };
        let written = serde_json::to_value(&filter).expect("JSON");
        assert_eq!(written["has"], "open_issues,rejected");
        assert_eq!(read(written).expect("read"), filter);
        assert_eq!(read(json!({ "assignee": "none" })).expect("read").assignee, Some(Assignee::Nobody));
        assert_eq!(read(json!({})).expect("read"), ItemFilter::default());
    }

    #[test]
    fn f29_a_filter_with_an_unknown_field_or_value_is_refused() {
        for wrong in [
            json!({ "stages": "acceptance" }),
            json!({ "stage": "nowhere" }),
            json!({ "has": "open_issues,fun" }),
            json!({ "assignee": "me" }),
            json!({ "q": "a\0b" }),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
