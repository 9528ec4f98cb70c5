//! Describes breaks in sentences.

use super::{Break, BreakKind, Count, Loss};
use crate::ontology::{Attribute, Class, Shape};

impl Loss<'_> {
    pub(super) fn describe(&self, count: Count) -> Break {
        let class = &self.class().name;
        let on = label_counts(count);
        let (kind, name, sentence) = match self {
            Self::Class(_) => {
                (BreakKind::ClassRemoved, class.clone(), format!("The class {class:?} is removed. It is used by {on}."))
            }
            Self::Shape { shape, .. } => (
                BreakKind::ShapeRemoved,
                shape_name(*shape).to_owned(),
                format!("{class:?} no longer allows the shape {:?}. It is used by {on}.", shape_name(*shape)),
            ),
            Self::Skeleton(_) => (
                BreakKind::SkeletonChanged,
                class.clone(),
                format!("The joints of {class:?} change. The points of {on} would refer to other joints or to none."),
            ),
            Self::Attribute { attribute, .. } => (
                BreakKind::AttributeRemoved,
                attribute.name.clone(),
                format!("The attribute {:?} of {class:?} is removed. It has a value on {on}.", attribute.name),
            ),
            Self::Option { attribute, name, .. } => (
                BreakKind::OptionRemoved,
                (*name).to_owned(),
                format!("The option {name:?} of {:?} ({class}) is removed. It is chosen on {on}.", attribute.name),
            ),
            Self::Kind { attribute, .. } => (
                BreakKind::KindChanged,
                attribute.name.clone(),
                format!("The kind of {:?} of {class:?} changes. The values on {on} would not fit.", attribute.name),
            ),
            Self::PerFrame { attribute, .. } => (
                BreakKind::PerFrameChanged,
                attribute.name.clone(),
                format!(
                    "{:?} of {class:?} changes between one value and one per frame. The values on {on} would not fit.",
                    attribute.name
                ),
            ),
            Self::Range { attribute, .. } => (
                BreakKind::RangeNarrowed,
                attribute.name.clone(),
                format!("The range of {:?} of {class:?} narrows. The values on {on} would not fit.", attribute.name),
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
            (&class.name, format!("Every item now needs a label of {:?}. It would be missing on {items}.", class.name))
        }
        Some(attribute) => {
            let (name, on) = (&attribute.name, label_counts(count));
            (name, format!("{name:?} of {:?} is now required. It would be missing on {on}.", class.name))
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

/// Returns `12 labels on 3 items`.
fn label_counts(count: Count) -> String {
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
