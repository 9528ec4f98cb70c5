//! Converts attribute values between COCO's untyped `attributes` objects and an ontology's typed attributes.

use std::collections::BTreeSet;

use countersign_shared::limits;
use countersign_shared::ontology::{Attribute, AttributeKind, AttributeOption};
use serde_json::{Value, json};

/// Maximum number of options of an inferred checklist. A longer list becomes free text.
const MAX_INFERRED_OPTIONS: usize = 100;

/// The kinds of values seen for one attribute of one category, from which its type is inferred.
#[derive(Clone, Debug, Default)]
pub struct SeenValues {
    booleans: bool,
    numbers: bool,
    text: bool,
    other: bool,
    /// Strings found in lists.
    items: BTreeSet<String>,
}

impl SeenValues {
    pub fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(_) => self.booleans = true,
            Value::Number(_) => self.numbers = true,
            Value::String(_) => self.text = true,
            Value::Array(items) => match items.iter().map(Value::as_str).collect::<Option<Vec<&str>>>() {
                Some(items) if self.items.len() <= MAX_INFERRED_OPTIONS => {
                    self.items.extend(items.into_iter().map(str::to_owned));
                }
                Some(_) | None => self.other = true,
            },
            Value::Object(_) => self.other = true,
        }
    }

    /// Returns the narrowest type that holds all seen values.
    #[must_use]
    pub fn kind(&self) -> AttributeKind {
        let usable = |name: &String| !name.is_empty() && name.chars().count() <= limits::MAX_NAME_CHARS;
        match (self.booleans, self.numbers, self.text, self.other, self.items.is_empty()) {
            (true, false, false, false, true) => boolean(),
            (false, true, false, false, true) => AttributeKind::Number { min: None, max: None },
            (false, false, false, false, false)
                if self.items.len() <= MAX_INFERRED_OPTIONS && self.items.iter().all(usable) =>
            {
                AttributeKind::Checklist { options: self.items.iter().map(|item| option(item)).collect() }
            }
            _ => AttributeKind::Text,
        }
    }
}

fn option(name: &str) -> AttributeOption {
    AttributeOption { id: name.to_owned(), name: name.to_owned(), attributes: Vec::new() }
}

/// Returns a boolean type: a radio whose options COCO writes as `true` and `false`.
#[must_use]
pub fn boolean() -> AttributeKind {
    AttributeKind::Radio { options: vec![option("true"), option("false")] }
}

fn is_boolean(attribute: &Attribute) -> bool {
    attribute.kind == boolean()
}

/// Converts a value to the form it has in a label. Returns `None` if the attribute does not allow it.
#[must_use]
pub fn to_label(attribute: &Attribute, value: &Value) -> Option<Value> {
    let one = match &attribute.kind {
        AttributeKind::Radio { .. } => json!(option_id(attribute, value)?),
        AttributeKind::Checklist { .. } => {
            let items = value.as_array()?;
            json!(items.iter().map(|item| option_id(attribute, item)).collect::<Option<Vec<_>>>()?)
        }
        AttributeKind::Text => match value {
            Value::String(text) => json!(text),
            other => json!(other.to_string()),
        },
        AttributeKind::Number { .. } => value.clone(),
    };
    let value = if attribute.per_frame { json!({ "0": one }) } else { one };
    attribute.allows(&value).then_some(value)
}

/// Returns the id of the chosen option. Files refer to an option by its name, its id or, for a boolean, `true` and `false`.
fn option_id(attribute: &Attribute, value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => name.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let options = attribute.options();
    let found = options.iter().find(|o| o.name == name).or_else(|| options.iter().find(|o| o.id == name));
    found.map(|option| option.id.clone())
}

/// Converts a value to the form it has in a COCO file.
#[must_use]
pub fn from_label(attribute: &Attribute, value: &Value) -> Option<Value> {
    let value = if attribute.per_frame { value.get("0")? } else { value };
    let name = |id: &Value| {
        let id = id.as_str()?;
        attribute.options().iter().find(|option| option.id == id).map(|option| option.name.clone())
    };
    Some(match &attribute.kind {
        AttributeKind::Radio { .. } if is_boolean(attribute) => json!(value.as_str()? == "true"),
        AttributeKind::Radio { .. } => json!(name(value)?),
        AttributeKind::Checklist { .. } => json!(value.as_array()?.iter().map(name).collect::<Option<Vec<_>>>()?),
        AttributeKind::Text | AttributeKind::Number { .. } => value.clone(),
    })
}
