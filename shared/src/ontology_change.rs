//! Compares an old and a new ontology, and counts the labels and items that the change affects.
//!
//! A change deletes nothing from documents: labels keep what they have. What the new ontology does not allow can no longer
//! be set, and is left out of exports.

mod sentences;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::label::{Label, Labels};
use crate::ontology::{Attribute, AttributeKind, Class, Ontology, Shape, Skeleton};
use crate::requirement::{Missing, missing};
use sentences::became_required;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    ClassRemoved,
    ShapeRemoved,
    AttributeRemoved,
    OptionRemoved,
    /// Labels or items lack something that was not required before.
    BecameRequired,
    RangeNarrowed,
    /// Points of existing labels would refer to other joints.
    SkeletonChanged,
    PerFrameChanged,
    KindChanged,
}

/// One way in which existing labels or items do not fit the new ontology.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Break {
    pub kind: BreakKind,
    /// Id of the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Id of the attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// The display name of the class, shape, attribute or option.
    pub name: String,
    /// Affected labels; 0 if items lack a required class.
    pub labels: u64,
    pub items: u64,
    /// Describes the break to a person.
    pub sentence: String,
}

/// A part of the old ontology that the new one lacks or restricts.
#[derive(Clone, PartialEq, Debug)]
enum Loss<'a> {
    Class(&'a Class),
    Shape { class: &'a Class, shape: Shape },
    Skeleton(&'a Class),
    Attribute { class: &'a Class, attribute: &'a Attribute },
    Option { class: &'a Class, attribute: &'a Attribute, option: &'a str, name: &'a str },
    Kind { class: &'a Class, attribute: &'a Attribute },
    PerFrame { class: &'a Class, attribute: &'a Attribute },
    Range { class: &'a Class, attribute: &'a Attribute, min: Option<f64>, max: Option<f64> },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Count {
    labels: u64,
    items: u64,
}

/// A missing requirement of the new ontology: a class, or a class and one of its attributes.
type Requirement = (String, Option<String>);

/// Compares two ontologies, then counts, item by item, what the difference affects.
pub struct Comparison<'a> {
    old: &'a Ontology,
    new: &'a Ontology,
    losses: Vec<(Loss<'a>, Count)>,
    adds_requirements: bool,
    new_requirements: BTreeMap<Requirement, Count>,
}

impl<'a> Comparison<'a> {
    #[must_use]
    pub fn new(old: &'a Ontology, new: &'a Ontology) -> Self {
        let losses = losses(old, new).into_iter().map(|loss| (loss, Count::default())).collect();
        let adds_requirements = !requirements(new).is_subset(&requirements(old));
        Self { old, new, losses, adds_requirements, new_requirements: BTreeMap::new() }
    }

    /// Returns whether the new ontology only adds to the old one. Then no labels need to be counted.
    #[must_use]
    pub fn only_adds(&self) -> bool {
        self.losses.is_empty() && !self.adds_requirements
    }

    /// Counts the affected labels of one item.
    pub fn add(&mut self, labels: &Labels) {
        for (loss, count) in &mut self.losses {
            let concerned = labels.values().filter(|label| loss.affects(label)).count() as u64;
            count.labels += concerned;
            count.items += u64::from(concerned > 0);
        }
        if self.adds_requirements {
            self.add_new_requirements(labels);
        }
    }

    fn add_new_requirements(&mut self, labels: &Labels) {
        let before = missing(self.old, labels);
        let mut of_item: BTreeMap<Requirement, u64> = BTreeMap::new();
        for lack in missing(self.new, labels).difference(&before) {
            let (lack, of_label) = match lack {
                Missing::Class { class } => ((class.clone(), None), 0),
                Missing::Attribute { label, attribute } => {
                    let Some(label) = labels.get(label) else { continue };
                    ((label.class.clone(), Some(attribute.clone())), 1)
                }
            };
            *of_item.entry(lack).or_default() += of_label;
        }
        for (lack, labels) in of_item {
            let count = self.new_requirements.entry(lack).or_default();
            count.labels += labels;
            count.items += 1;
        }
    }

    /// Returns the changes that affect items: losses in the order of the old ontology, then new requirements. A change that
    /// affects no item breaks nothing.
    #[must_use]
    pub fn breaks(&self) -> Vec<Break> {
        let losses = self.losses.iter().filter(|(_, count)| count.items > 0);
        let lacks = self.new_requirements.iter().filter_map(|((class, attribute), count)| {
            let class = self.new.class(class)?;
            let attribute = attribute.as_deref().map(|id| class.attribute(id).ok_or(())).transpose().ok()?;
            Some(became_required(class, attribute, *count))
        });
        losses.map(|(loss, count)| loss.describe(*count)).chain(lacks).collect()
    }
}

fn losses<'a>(old: &'a Ontology, new: &'a Ontology) -> Vec<Loss<'a>> {
    let mut found = Vec::new();
    for class in &old.classes {
        let Some(next) = new.class(&class.id) else {
            found.push(Loss::Class(class));
            continue;
        };
        let gone = class.shapes.iter().filter(|shape| !next.shapes.contains(shape));
        found.extend(gone.map(|shape| Loss::Shape { class, shape: *shape }));
        if let (Some(before), Some(after)) = (&class.skeleton, &next.skeleton)
            && joints_changed(before, after)
        {
            found.push(Loss::Skeleton(class));
        }
        for attribute in class.all_attributes() {
            match next.attribute(&attribute.id) {
                None => found.push(Loss::Attribute { class, attribute }),
                Some(after) => losses_of(class, attribute, after, &mut found),
            }
        }
    }
    found
}

fn losses_of<'a>(class: &'a Class, attribute: &'a Attribute, after: &Attribute, found: &mut Vec<Loss<'a>>) {
    match (&attribute.kind, &after.kind) {
        (AttributeKind::Radio { options }, AttributeKind::Radio { options: kept })
        | (AttributeKind::Checklist { options }, AttributeKind::Checklist { options: kept }) => {
            let gone = options.iter().filter(|option| kept.iter().all(|other| other.id != option.id));
            found.extend(gone.map(|option| Loss::Option { class, attribute, option: &option.id, name: &option.name }));
        }
        (AttributeKind::Number { min, max }, AttributeKind::Number { min: from, max: to }) => {
            let narrower = from.is_some_and(|from| min.is_none_or(|min| from > min))
                || to.is_some_and(|to| max.is_none_or(|max| to < max));
            if narrower {
                found.push(Loss::Range { class, attribute, min: *from, max: *to });
            }
        }
        (AttributeKind::Text, AttributeKind::Text) => {}
        (
            AttributeKind::Radio { .. }
            | AttributeKind::Checklist { .. }
            | AttributeKind::Text
            | AttributeKind::Number { .. },
            _,
        ) => found.push(Loss::Kind { class, attribute }),
    }
    if attribute.per_frame != after.per_frame {
        found.push(Loss::PerFrame { class, attribute });
    }
}

/// Returns whether a joint was added, removed or moved to another position. A renamed joint is the same joint.
fn joints_changed(before: &Skeleton, after: &Skeleton) -> bool {
    let moved = |(index, name): (usize, &String)| after.joints.iter().position(|other| other == name) != Some(index);
    let known = |(_, name): &(usize, &String)| after.joints.contains(name);
    before.joints.len() != after.joints.len() || before.joints.iter().enumerate().filter(known).any(moved)
}

/// Returns the requirements of an ontology, each as a path of ids with the options that must be chosen for it to apply.
fn requirements(ontology: &Ontology) -> BTreeSet<Vec<&str>> {
    let mut found = BTreeSet::new();
    for class in &ontology.classes {
        if class.required {
            found.insert(vec![class.id.as_str()]);
        }
        required_in(&class.attributes, &[class.id.as_str()], &mut found);
    }
    found
}

fn required_in<'a>(attributes: &'a [Attribute], path: &[&'a str], found: &mut BTreeSet<Vec<&'a str>>) {
    for attribute in attributes {
        let here = [path, &[attribute.id.as_str()]].concat();
        for option in attribute.options() {
            required_in(&option.attributes, &[&here[..], &[option.id.as_str()]].concat(), found);
        }
        if attribute.required {
            found.insert(here);
        }
    }
}

impl Loss<'_> {
    fn class(&self) -> &Class {
        match self {
            Self::Class(class)
            | Self::Skeleton(class)
            | Self::Shape { class, .. }
            | Self::Attribute { class, .. }
            | Self::Option { class, .. }
            | Self::Kind { class, .. }
            | Self::PerFrame { class, .. }
            | Self::Range { class, .. } => class,
        }
    }

    fn attribute(&self) -> Option<&Attribute> {
        match self {
            Self::Class(_) | Self::Skeleton(_) | Self::Shape { .. } => None,
            Self::Attribute { attribute, .. }
            | Self::Option { attribute, .. }
            | Self::Kind { attribute, .. }
            | Self::PerFrame { attribute, .. }
            | Self::Range { attribute, .. } => Some(attribute),
        }
    }

    fn affects(&self, label: &Label) -> bool {
        if label.class != self.class().id {
            return false;
        }
        let value = self.attribute().map(|attribute| (attribute, label.attributes.get(&attribute.id)));
        match self {
            Self::Class(_) => true,
            Self::Shape { shape, .. } => label.shape == *shape,
            Self::Skeleton(_) => label.shape == Shape::Skeleton,
            Self::Attribute { .. } | Self::Kind { .. } | Self::PerFrame { .. } => {
                value.is_some_and(|(_, value)| value.is_some())
            }
            Self::Option { option, .. } => any_value(value, |value| match value {
                Value::String(chosen) => chosen == option,
                Value::Array(chosen) => chosen.iter().any(|id| id == option),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
            }),
            Self::Range { min, max, .. } => any_value(value, |value| {
                let outside = |n: f64| min.is_some_and(|min| n < min) || max.is_some_and(|max| n > max);
                value.as_f64().is_some_and(outside)
            }),
        }
    }
}

/// Returns whether `holds` is true of the value, or of the value on any frame.
fn any_value(found: Option<(&Attribute, Option<&Value>)>, holds: impl Fn(&Value) -> bool) -> bool {
    match found {
        Some((attribute, Some(Value::Object(by_frame)))) if attribute.per_frame => by_frame.values().any(holds),
        Some((_, Some(value))) => holds(value),
        Some((_, None)) | None => false,
    }
}

#[cfg(test)]
mod tests;
