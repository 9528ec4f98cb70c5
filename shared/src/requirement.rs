//! Missing requirements of the ontology: required classes without a label, required attributes without a value.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::label::{Label, Labels};
use crate::ontology::{Attribute, AttributeKind, Ontology};

/// One missing requirement.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Missing {
    /// A required class has no label.
    Class { class: String },
    /// A label lacks a required attribute.
    Attribute { label: String, attribute: String },
}

impl Missing {
    /// Returns the id of the issue about this requirement. If it goes missing again, the issue is the same.
    #[must_use]
    pub fn issue_id(&self) -> String {
        match self {
            Self::Class { class } => format!("required:{class}"),
            Self::Attribute { label, attribute } => format!("required:{label}:{attribute}"),
        }
    }
}

/// Returns all missing requirements, classes first.
#[must_use]
pub fn missing(ontology: &Ontology, labels: &Labels) -> BTreeSet<Missing> {
    let mut found = BTreeSet::new();
    for class in ontology.classes.iter().filter(|class| class.required) {
        if !labels.values().any(|label| label.class == class.id) {
            found.insert(Missing::Class { class: class.id.clone() });
        }
    }
    for (id, label) in labels {
        let Some(class) = ontology.class(&label.class) else { continue };
        collect_missing(&class.attributes, id, label, &mut found);
    }
    found
}

/// Collects the missing attributes of one label. Attributes nested in an option are required only if it is chosen.
fn collect_missing(attributes: &[Attribute], id: &str, label: &Label, found: &mut BTreeSet<Missing>) {
    for attribute in attributes {
        let value = label.attributes.get(&attribute.id);
        if attribute.required && value.is_none_or(is_empty) {
            found.insert(Missing::Attribute { label: id.to_owned(), attribute: attribute.id.clone() });
        }
        let Some(value) = value else { continue };
        for option in attribute.options().iter().filter(|option| chooses(attribute, value, &option.id)) {
            collect_missing(&option.attributes, id, label, found);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(by_frame) => by_frame.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Returns whether the value chooses the option, on any frame.
fn chooses(attribute: &Attribute, value: &Value, option: &str) -> bool {
    match (value, &attribute.kind) {
        (Value::Object(by_frame), _) if attribute.per_frame => {
            by_frame.values().any(|value| chooses_one(value, option))
        }
        (_, AttributeKind::Radio { .. } | AttributeKind::Checklist { .. }) => chooses_one(value, option),
        (_, AttributeKind::Text | AttributeKind::Number { .. }) => false,
    }
}

fn chooses_one(value: &Value, option: &str) -> bool {
    match value {
        Value::String(chosen) => chosen == option,
        Value::Array(chosen) => chosen.iter().any(|id| id == option),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ontology() -> Ontology {
        serde_json::from_value(json!({ "classes": [
            { "id": "car", "name": "Car", "color": "#112233", "shapes": ["box"], "attributes": [
                { "id": "make", "name": "Make", "kind": "text", "required": true },
                { "id": "state", "name": "State", "kind": "radio", "options": [
                    { "id": "parked", "name": "Parked" },
                    { "id": "moving", "name": "Moving", "attributes": [
                        { "id": "speed", "name": "Speed", "kind": "number", "required": true }] }] }] },
            { "id": "scene", "name": "Scene", "color": "#445566", "shapes": ["classification"], "required": true }] }))
        .expect("an ontology")
    }

    fn car(attributes: Value) -> Label {
        let frames = json!({ "0": { "geometry": { "x": 1, "y": 1, "w": 5, "h": 5 } } });
        serde_json::from_value(json!({ "class": "car", "shape": "box", "frames": frames, "attributes": attributes }))
            .expect("a label")
    }

    fn ids(labels: &[(&str, Value)]) -> Vec<String> {
        let labels = labels.iter().map(|(id, attributes)| ((*id).to_owned(), car(attributes.clone()))).collect();
        missing(&ontology(), &labels).iter().map(Missing::issue_id).collect()
    }

    #[test]
    fn f93_required_classes_and_attributes_are_missing_until_present() {
        assert_eq!(ids(&[]), ["required:scene"]);
        assert_eq!(ids(&[("a", json!({}))]), ["required:scene", "required:a:make"]);
        assert_eq!(ids(&[("a", json!({ "make": " " }))]), ["required:scene", "required:a:make"]);
        assert_eq!(ids(&[("a", json!({ "make": "Saab" }))]), ["required:scene"]);
    }

    #[test]
    fn f93_a_nested_attribute_is_required_once_its_option_is_chosen() {
        assert_eq!(ids(&[("a", json!({ "make": "Saab", "state": "parked" }))]), ["required:scene"]);
        assert_eq!(ids(&[("a", json!({ "make": "Saab", "state": "moving" }))]), ["required:scene", "required:a:speed"]);
        assert_eq!(ids(&[("a", json!({ "make": "Saab", "state": "moving", "speed": 0 }))]), ["required:scene"]);
    }
}
