//! What must hold of an item to be in a list, an action on many, or a sample.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::ids::{SampleId, UserId};
use crate::workflow::{Stage, Status};

/// All that is given must hold; what is left out asks nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Which of several reviews, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_pass: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Part of the file name, in any case.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// What must have happened, separated by commas: `open_issues`, `comments`, `rejected`, `revised`, `skipped`,
    /// `violations`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub has: Option<Activities>,
    /// Who submitted it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotator: Option<UserId>,
    /// Who approved it in review last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<UserId>,
    /// A person's id, or `none`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub assignee: Option<Assignee>,
    /// Who sent it back; until it is complete again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned_by: Option<UserId>,
    /// Somebody edits it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// This person edits it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_by: Option<UserId>,
    /// Whether the caller has opened it since it came to its stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<bool>,
    /// -1 low, 0 normal, 1 high, 2 urgent
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i16>,
    /// A class that at least one of its labels has.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleId>,
}

/// Text that a database can be asked for.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    if text.as_ref().is_some_and(|text| text.contains('\0')) {
        return Err(D::Error::custom("text has no NUL characters"));
    }
    Ok(text)
}

/// Something that happened to an item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Activity {
    OpenIssues,
    Comments,
    /// It was rejected at least once.
    Rejected,
    /// It was taken up again after it had been accepted.
    Revised,
    /// Somebody would not work on it.
    Skipped,
    /// Something that the ontology requires is missing.
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

/// Several of them; on the wire their names with commas.
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
            found.ok_or_else(|| format!("{name:?} is nothing that happens to an item"))
        };
        names.split(',').filter(|name| !name.is_empty()).map(parse).collect::<Result<_, _>>().map(Self)
    }
}

impl From<Activities> for String {
    fn from(activities: Activities) -> Self {
        activities.0.iter().map(|activity| activity.as_str()).collect::<Vec<_>>().join(",")
    }
}

/// Whom an item is assigned to.
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
        text.parse().map(Self::Person).map_err(|_| format!("an assignee is a person's id, or {NOBODY}"))
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

/// In a body: a field that does not exist is an error. Left out by a slip of the pen, it would ask nothing, and an action
/// meant for a few would be done to all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Strict<T>(pub T);

impl<'de, T: DeserializeOwned + PartialSchema> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        // The names are taken from the description, so that no second list can differ.
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
        serde_json::from_value::<Strict<ItemFilter>>(filter).map(|strict| strict.0)
    }

    #[test]
    fn f7_f8_a_filter_comes_back_as_it_was_written() {
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
    fn f29_a_filter_with_a_slip_of_the_pen_is_refused() {
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
