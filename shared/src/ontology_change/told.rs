//! Breaks in words.

use super::{Break, BreakKind, Count, Loss};
use crate::ontology::{Attribute, Class, Shape};

impl Loss<'_> {
    pub(super) fn told(&self, count: Count) -> Break {
        let class = &self.class().name;
        let on = on(count);
        let (kind, name, sentence) = match self {
            Self::Class(_) => (
                BreakKind::ClassRemoved,
                class.clone(),
                format!("The class {class:?} is removed: {on} would have a class that the task no longer knows."),
            ),
            Self::Shape { shape, .. } => (
                BreakKind::ShapeRemoved,
                shape_name(*shape).to_owned(),
                format!("{class:?} no longer allows the shape {:?}: {on} would have it.", shape_name(*shape)),
            ),
            Self::Skeleton(_) => (
                BreakKind::SkeletonChanged,
                class.clone(),
                format!("The joints of {class:?} change: the points of {on} would name other joints or none."),
            ),
            Self::Attribute { attribute, .. } => (
                BreakKind::AttributeRemoved,
                attribute.name.clone(),
                format!("The attribute {:?} of {class:?} is removed: {on} would have a value for it.", attribute.name),
            ),
            Self::Option { attribute, name, .. } => (
                BreakKind::OptionRemoved,
                (*name).to_owned(),
                format!("The option {name:?} of {:?} ({class}) is removed: {on} would have it chosen.", attribute.name),
            ),
            Self::Kind { attribute, .. } => (
                BreakKind::KindChanged,
                attribute.name.clone(),
                format!("{:?} of {class:?} changes its kind: the value of {on} would not fit.", attribute.name),
            ),
            Self::PerFrame { attribute, .. } => (
                BreakKind::PerFrameChanged,
                attribute.name.clone(),
                format!(
                    "{:?} of {class:?} changes between one value and one a frame: the value of {on} would not fit.",
                    attribute.name
                ),
            ),
            Self::Range { attribute, .. } => (
                BreakKind::RangeNarrowed,
                attribute.name.clone(),
                format!("The range of {:?} of {class:?} is narrower: {on} would lie outside.", attribute.name),
            ),
        };
        let attribute = self.attribute().map(|attribute| attribute.id.clone());
        let Count { labels, items } = count;
        Break { kind, class: Some(self.class().id.clone()), attribute, name, labels, items, sentence }
    }
}

pub(super) fn became_required(class: &Class, attribute: Option<&Attribute>, count: Count) -> Break {
    let (name, sentence) = match attribute {
        None => {
            let items = counted(count.items, "item");
            (&class.name, format!("Every item needs a label of {:?} now: {items} would lack one.", class.name))
        }
        Some(attribute) => {
            let (name, on) = (&attribute.name, on(count));
            (name, format!("{name:?} of {:?} is required now: {on} would lack it.", class.name))
        }
    };
    Break {
        kind: BreakKind::BecameRequired,
        class: Some(class.id.clone()),
        attribute: attribute.map(|attribute| attribute.id.clone()),
        name: name.clone(),
        labels: count.labels,
        items: count.items,
        sentence,
    }
}

/// `12 labels on 3 items`
fn on(count: Count) -> String {
    format!("{} on {}", counted(count.labels, "label"), counted(count.items, "item"))
}

fn counted(n: u64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Box => "box",
        Shape::RotatedBox => "rotated box",
        Shape::Polygon => "polygon",
        Shape::Polyline => "line",
        Shape::Point => "point",
        Shape::Skeleton => "skeleton",
        Shape::Bitmask => "mask",
        Shape::Classification => "classification",
    }
}
