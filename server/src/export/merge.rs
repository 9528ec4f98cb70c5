//! Merges the ontologies of several tasks into one list of categories.
//!
//! Classes with the same id become one category. If tasks use an id for different things (another name, other joints), each
//! becomes its own category and the report says so: files imported separately often number their categories alike.

use std::collections::{HashMap, HashSet};

use countersign_shared::ids::TaskId;
use countersign_shared::label::Labels;
use countersign_shared::ontology::{Attribute, AttributeKind, AttributeOption, Class, Ontology};

use crate::formats::report::Report;

/// A task, its name, and the ontology that its labels were made with.
pub struct Source {
    pub task: TaskId,
    pub name: String,
    pub ontology: Ontology,
}

#[derive(Default)]
pub struct MergedOntology {
    /// The classes of all tasks: the categories of the file.
    pub ontology: Ontology,
    own: HashMap<TaskId, TaskOntology>,
}

/// A task's ontology, with the class ids of the merged one.
struct TaskOntology {
    ontology: Ontology,
    /// New class ids by old ones, for ids that other tasks use for something else.
    renamed: HashMap<String, String>,
}

/// A class of the merged ontology and its origin.
struct Origin {
    /// The class's id in its task.
    id: String,
    task: String,
    /// The class's index in the merged ontology.
    index: usize,
}

impl MergedOntology {
    #[must_use]
    pub fn new(sources: Vec<Source>, report: &mut Report) -> Self {
        let mut merged = Self::default();
        let mut origins: Vec<Origin> = Vec::new();
        let mut attribute_ids = HashSet::new();
        for Source { task, name, mut ontology } in sources {
            let mut renamed = HashMap::new();
            for class in &mut ontology.classes {
                let known = origins.iter().filter(|origin| origin.id == class.id);
                let same = known.clone().find(|origin| is_same(&merged.ontology.classes[origin.index], class));
                let index = match same {
                    Some(origin) => {
                        let of = (origin.task.as_str(), name.as_str());
                        extend_class(&mut merged.ontology.classes[origin.index], class, of, &mut attribute_ids, report);
                        origin.index
                    }
                    None => {
                        if let Some(other) = known.clone().next() {
                            let meant = &merged.ontology.classes[other.index];
                            report.warning(None, split_warning(meant, &other.task, class, &name));
                        }
                        let id = unique_id(&class.id, |id| merged.ontology.class(id).is_some());
                        let mut category = Class { id, ..class.clone() };
                        make_ids_unique(&mut category.attributes, &mut attribute_ids);
                        merged.ontology.classes.push(category);
                        let index = merged.ontology.classes.len() - 1;
                        origins.push(Origin { id: class.id.clone(), task: name.clone(), index });
                        index
                    }
                };
                let id = &merged.ontology.classes[index].id;
                if *id != class.id {
                    renamed.insert(std::mem::replace(&mut class.id, id.clone()), id.clone());
                }
            }
            merged.own.insert(task, TaskOntology { ontology, renamed });
        }
        merged
    }

    /// Returns the task's ontology and labels with merged class ids, or `None` if the task is unknown.
    #[must_use]
    pub fn read(&self, task: TaskId, mut labels: Labels) -> Option<(&Ontology, Labels)> {
        let own = self.own.get(&task)?;
        if !own.renamed.is_empty() {
            for label in labels.values_mut() {
                if let Some(id) = own.renamed.get(&label.class) {
                    label.class.clone_from(id);
                }
            }
        }
        Some((&own.ontology, labels))
    }
}

fn is_same(one: &Class, other: &Class) -> bool {
    let joints = |class: &Class| class.skeleton.as_ref().map(|skeleton| skeleton.joints.clone());
    one.name == other.name && joints(one) == joints(other)
}

fn split_warning(one: &Class, of: &str, other: &Class, task: &str) -> String {
    let id = &other.id;
    if one.name == other.name {
        return format!(
            "class id {id:?} has different joints in tasks {of:?} and {task:?}: two categories were written"
        );
    }
    format!(
        "class id {id:?} is {:?} in task {of:?} and {:?} in task {task:?}: two categories were written",
        one.name, other.name
    )
}

/// Extends the class with what another task's version of it has in addition.
fn extend_class(
    class: &mut Class,
    other: &Class,
    (of, task): (&str, &str),
    attribute_ids: &mut HashSet<String>,
    report: &mut Report,
) {
    let more: Vec<_> = other.shapes.iter().filter(|shape| !class.shapes.contains(shape)).copied().collect();
    class.shapes.extend(more);
    class.required &= other.required;
    for attribute in &other.attributes {
        // Files refer to attributes by name, so the names must match.
        let Some(known) = class.attributes.iter_mut().find(|known| known.name == attribute.name) else {
            class.attributes.push(with_unique_ids(attribute, attribute_ids));
            continue;
        };
        if !extend_attribute(known, attribute, attribute_ids) {
            let (class, name) = (&class.name, &attribute.name);
            let message = format!("{name:?} of {class:?} differs in task {task:?}: the file describes it as in {of:?}");
            report.warning(None, message);
        }
    }
}

/// Extends the attribute with what `other` has in addition. Returns `false` if `other` is of another kind.
fn extend_attribute(known: &mut Attribute, other: &Attribute, attribute_ids: &mut HashSet<String>) -> bool {
    if known.per_frame != other.per_frame {
        return false;
    }
    known.required &= other.required;
    match (&mut known.kind, &other.kind) {
        (AttributeKind::Radio { options }, AttributeKind::Radio { options: more })
        | (AttributeKind::Checklist { options }, AttributeKind::Checklist { options: more }) => {
            for option in more {
                if options.iter().all(|known| known.name != option.name) {
                    let id = unique_id(&option.id, |id| options.iter().any(|known| known.id == id));
                    let attributes = option.attributes.iter().map(|nested| with_unique_ids(nested, attribute_ids));
                    let attributes = attributes.collect();
                    options.push(AttributeOption { id, name: option.name.clone(), attributes });
                }
            }
            true
        }
        (AttributeKind::Number { min, max }, AttributeKind::Number { min: from, max: to }) => {
            *min = min.zip(*from).map(|(a, b)| a.min(b));
            *max = max.zip(*to).map(|(a, b)| a.max(b));
            true
        }
        (AttributeKind::Text, AttributeKind::Text) => true,
        (
            AttributeKind::Radio { .. }
            | AttributeKind::Checklist { .. }
            | AttributeKind::Text
            | AttributeKind::Number { .. },
            _,
        ) => false,
    }
}

fn with_unique_ids(attribute: &Attribute, taken: &mut HashSet<String>) -> Attribute {
    let mut attributes = [attribute.clone()];
    make_ids_unique(&mut attributes, taken);
    let [attribute] = attributes;
    attribute
}

/// Gives the attributes ids that no other class of the file uses.
fn make_ids_unique(attributes: &mut [Attribute], taken: &mut HashSet<String>) {
    for attribute in attributes {
        attribute.id = unique_id(&attribute.id, |id| taken.contains(id));
        taken.insert(attribute.id.clone());
        match &mut attribute.kind {
            AttributeKind::Radio { options } | AttributeKind::Checklist { options } => {
                for option in options {
                    make_ids_unique(&mut option.attributes, taken);
                }
            }
            AttributeKind::Text | AttributeKind::Number { .. } => {}
        }
    }
}

/// Returns the id, or the first of `id~2`, `id~3`, … that is free.
fn unique_id(id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(id) {
        return id.to_owned();
    }
    (2..).map(|n| format!("{id}~{n}")).find(|id| !is_taken(id)).expect("the numbers do not run out")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn source(n: u128, classes: Value) -> Source {
        let ontology = serde_json::from_value(json!({ "classes": classes })).expect("an ontology");
        Source { task: TaskId(Uuid::from_u128(n)), name: format!("Task {n}"), ontology }
    }

    fn class(id: &str, name: &str, attributes: Value) -> Value {
        json!({ "id": id, "name": name, "color": "#112233", "shapes": ["box"], "attributes": attributes })
    }

    fn merged(sources: Vec<Source>) -> (MergedOntology, Vec<String>) {
        let mut report = Report::new();
        let merged = MergedOntology::new(sources, &mut report);
        merged.ontology.check().expect("usable");
        (merged, report.into_lines().into_iter().map(|line| line.message).collect())
    }

    #[test]
    fn classes_of_one_id_and_name_are_one_category() {
        let radio = |options: &[&str]| {
            let options: Vec<Value> = options.iter().map(|id| json!({ "id": id, "name": id })).collect();
            json!([{ "id": "color", "name": "Colour", "kind": "radio", "options": options }])
        };
        let (merged, lines) = merged(vec![
            source(1, json!([class("car", "Car", radio(&["red"])), class("dog", "Dog", json!([]))])),
            source(2, json!([class("car", "Car", radio(&["blue", "red"])), class("cat", "Cat", radio(&["black"]))])),
        ]);
        assert_eq!(lines, Vec::<String>::new());
        let ids: Vec<&str> = merged.ontology.classes.iter().map(|class| class.id.as_str()).collect();
        assert_eq!(ids, ["car", "dog", "cat"]);
        let options = merged.ontology.classes[0].attributes[0].options();
        assert_eq!(options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), ["red", "blue"]);
        // Attribute ids are unique in the whole file.
        assert_eq!(merged.ontology.classes[2].attributes[0].id, "color~2");
    }

    #[test]
    fn one_id_for_two_things_becomes_two_categories_and_is_reported() {
        let (merged, lines) = merged(vec![
            source(1, json!([class("coco-1", "person", json!([]))])),
            source(2, json!([class("coco-1", "cat", json!([]))])),
        ]);
        assert_eq!(
            lines,
            [
                "class id \"coco-1\" is \"person\" in task \"Task 1\" and \"cat\" in task \"Task 2\": two categories were written"
            ]
        );
        let frames = json!({ "0": { "geometry": { "x": 1, "y": 1, "w": 5, "h": 5 } } });
        let label = json!({ "a": { "class": "coco-1", "shape": "box", "frames": frames } });
        let labels: Labels = serde_json::from_value(label).expect("labels");
        for (n, id, name) in [(1, "coco-1", "person"), (2, "coco-1~2", "cat")] {
            let (own, read) = merged.read(TaskId(Uuid::from_u128(n)), labels.clone()).expect("a task of the file");
            assert_eq!((read["a"].class.as_str(), own.class(id).map(|class| class.name.as_str())), (id, Some(name)));
            assert!(merged.ontology.class(id).is_some());
        }
        assert!(merged.read(TaskId(Uuid::from_u128(3)), labels).is_none());
    }

    #[test]
    fn an_attribute_of_two_kinds_is_reported() {
        let of_kind = |kind: &str| json!([{ "id": "age", "name": "Age", "kind": kind }]);
        let (_, lines) = merged(vec![
            source(1, json!([class("cat", "Cat", of_kind("number"))])),
            source(2, json!([class("cat", "Cat", of_kind("text"))])),
        ]);
        assert_eq!(lines, ["\"Age\" of \"Cat\" differs in task \"Task 2\": the file describes it as in \"Task 1\""]);
    }
}
