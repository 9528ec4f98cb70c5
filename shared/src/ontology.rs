//! The ontology of a task: classes with their shapes, skeletons and nested attributes.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use utoipa::ToSchema;

use crate::limits;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Box,
    RotatedBox,
    Polygon,
    Polyline,
    Point,
    Skeleton,
    Bitmask,
    Classification,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Ontology {
    pub classes: Vec<Class>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Class {
    /// Stable key that labels refer to, unique within the ontology.
    pub id: String,
    pub name: String,
    /// The wider group that the class is listed under, as in COCO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supercategory: Option<String>,
    /// `#rrggbb`
    pub color: String,
    /// Shapes that a label of this class can have.
    pub shapes: Vec<Shape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skeleton: Option<Skeleton>,
    /// Whether every item needs at least one label of this class.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Skeleton {
    /// Names of the joints, in the order of a label's points.
    pub joints: Vec<String>,
    /// Pairs of indices into `joints`, from 0.
    pub edges: Vec<(u16, u16)>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Attribute {
    /// Unique within the whole ontology: nested attributes share one flat map on the label.
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub required: bool,
    /// Whether the value can differ from frame to frame.
    #[serde(default)]
    pub per_frame: bool,
    #[serde(flatten)]
    pub kind: AttributeKind,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AttributeKind {
    Radio {
        options: Vec<AttributeOption>,
    },
    Checklist {
        options: Vec<AttributeOption>,
    },
    Text,
    Number {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
    },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AttributeOption {
    pub id: String,
    pub name: String,
    /// Attributes that apply only when this option is chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum OntologyError {
    #[error("two classes or attributes have the same id {0:?}")]
    DuplicateId(String),
    #[error("{0:?} is not a valid id or name (1 to 255 characters)")]
    BadName(String),
    #[error("{0:?} is not a colour of the form #rrggbb")]
    BadColor(String),
    #[error("class {0:?} allows no shapes")]
    NoShape(String),
    #[error("class {0:?} allows skeletons but has no joints, or one of its edges refers to a missing joint")]
    BadSkeleton(String),
    #[error("attribute {0:?} has no options, or two options with the same id")]
    BadOptions(String),
    #[error("the range of attribute {0:?} is empty")]
    BadRange(String),
    #[error("more than {} classes", limits::MAX_CLASSES)]
    TooManyClasses,
    #[error("class {0:?} has more than {max} attributes", max = limits::MAX_ATTRIBUTES_PER_LABEL)]
    TooManyAttributes(String),
}

impl Ontology {
    #[must_use]
    pub fn class(&self, id: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.id == id)
    }

    /// Returns whether any class or attribute is required.
    #[must_use]
    pub fn requires_something(&self) -> bool {
        let asks = |class: &Class| class.all_attributes().iter().any(|attribute| attribute.required);
        self.classes.iter().any(|class| class.required || asks(class))
    }

    /// Checks the whole ontology.
    ///
    /// # Errors
    /// Returns an error for the first rule that the ontology breaks.
    pub fn check(&self) -> Result<(), OntologyError> {
        if self.classes.len() > limits::MAX_CLASSES {
            return Err(OntologyError::TooManyClasses);
        }
        let mut class_ids = HashSet::new();
        let mut attribute_ids = HashSet::new();
        for class in &self.classes {
            check_name(&class.id)?;
            check_name(&class.name)?;
            if !class_ids.insert(class.id.as_str()) {
                return Err(OntologyError::DuplicateId(class.id.clone()));
            }
            let hex = class.color.strip_prefix('#').unwrap_or_default();
            if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(OntologyError::BadColor(class.color.clone()));
            }
            if class.shapes.is_empty() {
                return Err(OntologyError::NoShape(class.id.clone()));
            }
            let joints = class.skeleton.as_ref().map_or(0, |s| s.joints.len());
            let edges_fit = class.skeleton.iter().flat_map(|s| &s.edges).all(|(a, b)| usize::from(*a.max(b)) < joints);
            if !edges_fit || (class.shapes.contains(&Shape::Skeleton) && joints == 0) {
                return Err(OntologyError::BadSkeleton(class.id.clone()));
            }
            let attributes = class.all_attributes();
            if attributes.len() > limits::MAX_ATTRIBUTES_PER_LABEL {
                return Err(OntologyError::TooManyAttributes(class.id.clone()));
            }
            for attribute in attributes {
                attribute.check()?;
                if !attribute_ids.insert(attribute.id.as_str()) {
                    return Err(OntologyError::DuplicateId(attribute.id.clone()));
                }
            }
        }
        Ok(())
    }
}

fn check_name(name: &str) -> Result<(), OntologyError> {
    let chars = name.chars().count();
    if chars == 0 || chars > limits::MAX_NAME_CHARS { Err(OntologyError::BadName(name.to_owned())) } else { Ok(()) }
}

impl Class {
    /// Returns the class's attributes and those nested in their options, outer attributes first.
    #[must_use]
    pub fn all_attributes(&self) -> Vec<&Attribute> {
        let mut found: Vec<&Attribute> = self.attributes.iter().collect();
        let mut next = 0;
        while next < found.len() {
            let attribute = found[next];
            found.extend(attribute.options().iter().flat_map(|option| &option.attributes));
            next += 1;
        }
        found
    }

    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&Attribute> {
        self.all_attributes().into_iter().find(|attribute| attribute.id == id)
    }
}

impl Attribute {
    /// Checks this attribute, but not those nested in its options.
    fn check(&self) -> Result<(), OntologyError> {
        check_name(&self.id)?;
        check_name(&self.name)?;
        match &self.kind {
            AttributeKind::Radio { options } | AttributeKind::Checklist { options } => {
                let mut ids = HashSet::new();
                for option in options {
                    check_name(&option.id)?;
                    check_name(&option.name)?;
                    ids.insert(option.id.as_str());
                }
                if ids.is_empty() || ids.len() < options.len() {
                    return Err(OntologyError::BadOptions(self.id.clone()));
                }
            }
            AttributeKind::Number { min, max } => {
                if min.zip(*max).is_some_and(|(min, max)| min > max) {
                    return Err(OntologyError::BadRange(self.id.clone()));
                }
            }
            AttributeKind::Text => {}
        }
        Ok(())
    }

    #[must_use]
    pub fn options(&self) -> &[AttributeOption] {
        match &self.kind {
            AttributeKind::Radio { options } | AttributeKind::Checklist { options } => options,
            AttributeKind::Text | AttributeKind::Number { .. } => &[],
        }
    }

    /// Returns whether a label can have this value: an option id (radio), option ids (checklist), text, or a number. A
    /// `per_frame` attribute takes an object of such values by frame number instead.
    #[must_use]
    pub fn allows(&self, value: &Value) -> bool {
        if !self.per_frame {
            return self.allows_one(value);
        }
        value.as_object().is_some_and(|by_frame| {
            by_frame.len() <= limits::MAX_KEYFRAMES_PER_LABEL
                && by_frame.iter().all(|(frame, value)| frame.parse::<u32>().is_ok() && self.allows_one(value))
        })
    }

    fn allows_one(&self, value: &Value) -> bool {
        let is_option = |id: &Value| id.as_str().is_some_and(|id| self.options().iter().any(|o| o.id == id));
        match &self.kind {
            AttributeKind::Radio { .. } => is_option(value),
            AttributeKind::Checklist { options } => {
                value.as_array().is_some_and(|ids| ids.len() <= options.len() && ids.iter().all(is_option))
            }
            AttributeKind::Text => {
                value.as_str().is_some_and(|text| text.chars().count() <= limits::MAX_ATTRIBUTE_CHARS)
            }
            AttributeKind::Number { min, max } => value
                .as_f64()
                .is_some_and(|n| n.is_finite() && min.is_none_or(|min| n >= min) && max.is_none_or(|max| n <= max)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unusable_attributes_are_refused() {
        let check = |attribute: Value| {
            let class =
                json!({ "id": "a", "name": "A", "color": "#112233", "shapes": ["box"], "attributes": [attribute] });
            serde_json::from_value::<Ontology>(json!({ "classes": [class] })).expect("an ontology").check()
        };
        let radio = |options: Value| json!({ "id": "x", "name": "X", "kind": "radio", "options": options });
        let option = |id: &str| json!({ "id": id, "name": "One" });
        let number = |min: f64, max: f64| json!({ "id": "x", "name": "X", "kind": "number", "min": min, "max": max });
        assert_eq!(check(radio(json!([option("1"), option("2")]))), Ok(()));
        assert_eq!(check(number(1.0, 1.0)), Ok(()));
        assert_eq!(check(radio(json!([]))), Err(OntologyError::BadOptions("x".into())));
        assert_eq!(check(radio(json!([option("1"), option("1")]))), Err(OntologyError::BadOptions("x".into())));
        assert_eq!(check(radio(json!([option("")]))), Err(OntologyError::BadName(String::new())));
        assert_eq!(check(number(2.0, 1.0)), Err(OntologyError::BadRange("x".into())));
    }
}
