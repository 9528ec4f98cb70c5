//! The tasks of the demo: their annotations, the stages of their items, and the issues and verdicts on them.

use std::path::Path;

use anyhow::Context;
use countersign_shared::issue::{Anchor, Comment, Issue, IssueKind, IssueState, IssueTag, Resolved};
use countersign_shared::label::Label;
use countersign_shared::review::{Verdict, VerdictKind};
use countersign_shared::workflow::{Stage, Workflow};
use time::{Duration, OffsetDateTime};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::people::DemoAccounts;
use crate::clock::Clock;
use crate::db;
use crate::db::tasks::Change;
use crate::document::fingerprint;
use crate::import::Importer;
use crate::import::coco::{CocoImport, Imported};
use crate::import::commit::{Plan, PlannedItem};
use crate::import::files::Files;

pub struct DemoTask {
    pub name: &'static str,
    /// Our own annotations, as COCO JSON.
    annotations: &'static str,
    /// Stages of the items that are not in annotate, by the beginning of their file names.
    stages: &'static [(&'static str, Stage)],
    issues: &'static [DemoIssue],
    reviews: &'static [DemoReview],
}

/// The verdicts of an item's review. Labels are given by their index in the item's list.
struct DemoReview {
    file: &'static str,
    approved: &'static [usize],
    /// Index, reason and tag of each rejected label.
    rejected: &'static [(usize, &'static str, &'static str)],
}

/// An issue with its comments, `(author, text)`. The first comment opened it.
struct DemoIssue {
    file: &'static str,
    /// Position of the pin; without one, the issue is about the whole item.
    at: Option<(f64, f64)>,
    resolved: bool,
    comments: &'static [(&'static str, &'static str)],
}

pub const ALL: &[DemoTask] = &[
    DemoTask {
        name: "Old photographs",
        annotations: include_str!("../../../demo/old-photographs.json"),
        stages: &[
            ("march-pastoral", Stage::Review),
            ("locomotion-house-cat", Stage::Review),
            ("dust-bowl-home", Stage::Acceptance),
            ("airplane-from-above", Stage::Complete),
        ],
        issues: &[
            DemoIssue {
                file: "nagasaki-boats.jpg",
                at: Some((700.0, 310.0)),
                resolved: false,
                comments: &[
                    ("rei", "The trees on the ridge are missing. Do we want them, or only the close ones?"),
                    ("ben", "The guideline says every tree that can be told apart. I'll add them."),
                ],
            },
            DemoIssue {
                file: "nagasaki-boats.jpg",
                at: Some((783.0, 730.0)),
                resolved: false,
                comments: &[("ana", "This person is only boxed. An outline would be better.")],
            },
            DemoIssue {
                file: "march-pastoral.jpg",
                at: Some((885.0, 203.0)),
                resolved: false,
                comments: &[("rei", "There is a lamb behind this one that has no label yet.")],
            },
            DemoIssue {
                file: "march-pastoral.jpg",
                at: None,
                resolved: true,
                comments: &[
                    ("ana", "The animals at the back are out of focus. Boxes were agreed for them."),
                    ("rei", "Fine with me."),
                ],
            },
            DemoIssue {
                file: "dust-bowl-home.jpg",
                at: Some((650.0, 468.0)),
                resolved: true,
                comments: &[
                    ("ines", "Is the doorstep part of the building?"),
                    ("ana", "No, it lies in front of it; the outline ends at the wall."),
                ],
            },
            DemoIssue {
                file: "airplane-from-above.jpg",
                at: None,
                resolved: true,
                comments: &[("ines", "Very clean outlines. Accepted.")],
            },
        ],
        reviews: &[DemoReview {
            file: "march-pastoral.jpg",
            approved: &[0, 1, 2, 4],
            rejected: &[(3, "The outline leaves out the hind legs.", "outline")],
        }],
    },
    DemoTask {
        name: "Plant studies",
        annotations: include_str!("../../../demo/plant-studies.json"),
        stages: &[("allium", Stage::Acceptance)],
        issues: &[DemoIssue {
            file: "allium-oreophilum.jpg",
            at: Some((415.0, 250.0)),
            resolved: false,
            comments: &[("rei", "Two more buds are hidden in the shade here. Worth a label?")],
        }],
        reviews: &[],
    },
    DemoTask {
        name: "Cat in motion",
        annotations: include_str!("../../../demo/cat-in-motion.json"),
        stages: &[
            ("cat-09", Stage::Review),
            ("cat-1", Stage::Review),
            ("cat-20", Stage::Acceptance),
            ("cat-21", Stage::Acceptance),
            ("cat-22", Stage::Acceptance),
            ("cat-23", Stage::Complete),
            ("cat-24", Stage::Complete),
        ],
        issues: &[DemoIssue {
            file: "cat-10.png",
            at: None,
            resolved: false,
            comments: &[("ana", "Is this still a trot, or already the gallop?")],
        }],
        reviews: &[DemoReview {
            file: "cat-10.png",
            approved: &[],
            rejected: &[(0, "The tail is cut off by the outline.", "outline")],
        }],
    },
];

/// Returns the issue tags of every demo task.
fn issue_tags() -> Vec<IssueTag> {
    let tag = |id: &str, name: &str, color: &str| IssueTag { id: id.into(), name: name.into(), color: color.into() };
    vec![
        tag("outline", "Loose outline", "#cc6677"),
        tag("class", "Wrong class", "#4477aa"),
        tag("attribute", "Attribute", "#ccbb44"),
        tag("missing", "Missing label", "#aa3377"),
        tag("guideline", "Guideline question", "#228833"),
    ]
}

pub async fn make(
    importer: &Importer,
    task: &'static DemoTask,
    people: &DemoAccounts,
    images: Files,
    work: &Path,
    stopping: &CancellationToken,
) -> anyhow::Result<Imported> {
    let annotations = work.join("annotations.json");
    std::fs::write(&annotations, task.annotations).context("writing the demo's annotations")?;
    let import = CocoImport {
        annotations,
        images,
        panoptic: Files::default(),
        task: task.name.to_owned(),
        dataset: None,
        stage: Stage::Annotate,
        workflow: Workflow::full(),
        members: people.members(),
        by: Some(people.account("ada").0),
    };
    let arrange = |plan: &mut Plan| {
        for item in &mut plan.items {
            arrange_item(item, task, people, &importer.clock);
        }
    };
    let done = importer.coco(import, &|_| {}, stopping, arrange).await;
    let done = done.with_context(|| format!("creating the demo task {:?}", task.name))?;
    let tags = issue_tags();
    let change = Change { issue_tags: Some(&tags), ..Change::default() };
    db::tasks::update(&mut *importer.db.acquire().await?, done.task, &change).await?;
    Ok(done)
}

fn arrange_item(item: &mut PlannedItem, task: &DemoTask, people: &DemoAccounts, clock: &Clock) {
    let name = item.media.file_name.clone();
    let placed = task.stages.iter().find(|(beginning, _)| name.starts_with(beginning));
    item.stage = placed.map_or(Stage::Annotate, |(_, stage)| *stage);
    if item.stage != Stage::Annotate {
        item.submitted_by = Some(people.account("ana").0);
    }
    if item.stage == Stage::Complete {
        item.accepted_by = Some(people.account("ines").0);
    }
    let issues = task.issues.iter().filter(|issue| issue.file == name);
    item.issues = (1..)
        .zip(issues)
        .map(|(n, issue)| (clock.new_id::<Uuid>().to_string(), build_issue(issue, n, people, clock)))
        .collect();
    match item.stage {
        Stage::Annotate => {}
        Stage::Review => {
            for review in task.reviews.iter().filter(|review| review.file == name) {
                apply_review(item, review, people, clock);
            }
        }
        // Labels that passed the review are approved.
        Stage::Acceptance | Stage::Complete => {
            let approved = |label| verdict(VerdictKind::Approved, label, people, clock);
            item.verdicts = item.labels.iter().map(|(id, label)| (id.clone(), approved(label))).collect();
        }
    }
}

fn apply_review(item: &mut PlannedItem, review: &DemoReview, people: &DemoAccounts, clock: &Clock) {
    let labels: Vec<(&String, &Label)> = item.labels.iter().collect();
    for (id, label) in review.approved.iter().filter_map(|at| labels.get(*at)) {
        item.verdicts.insert((*id).clone(), verdict(VerdictKind::Approved, label, people, clock));
    }
    let (by, by_name) = people.account("rei");
    for (at, why, tag) in review.rejected {
        let Some((label, as_judged)) = labels.get(*at) else { continue };
        let rejected = verdict(VerdictKind::Rejected, as_judged, people, clock);
        let (id, text, by_name) = (clock.new_id::<Uuid>().to_string(), (*why).to_owned(), by_name.to_owned());
        let comment = Comment { id, text, mentions: Vec::new(), by, by_name, at: rejected.at };
        let issue = Issue {
            label: Some((*label).clone()),
            tags: vec![(*tag).to_owned()],
            ..Issue::open(IssueKind::LabelRejection, rejected.at, vec![comment])
        };
        item.verdicts.insert((*label).clone(), rejected);
        item.issues.push((clock.new_id::<Uuid>().to_string(), issue));
    }
}

fn verdict(verdict: VerdictKind, label: &Label, people: &DemoAccounts, clock: &Clock) -> Verdict {
    let (by, by_name) = people.account("rei");
    let (by_name, at) = (by_name.to_owned(), clock.now() - Duration::hours(1));
    Verdict { verdict, by, by_name, at, round: 1, frame: 0, label_hash: fingerprint(label) }
}

fn build_issue(issue: &DemoIssue, number: i64, people: &DemoAccounts, clock: &Clock) -> Issue {
    let opened: OffsetDateTime = clock.now() - Duration::hours(30 - 3 * number);
    let comments: Vec<Comment> = (0..)
        .zip(issue.comments)
        .map(|(n, (who, text))| {
            let (by, by_name) = people.account(who);
            let at = opened + Duration::minutes(17 * n);
            Comment {
                id: clock.new_id::<Uuid>().to_string(),
                text: (*text).to_owned(),
                mentions: Vec::new(),
                by,
                by_name: by_name.to_owned(),
                at,
            }
        })
        .collect();
    let kind = if issue.at.is_some() { IssueKind::Pinned } else { IssueKind::File };
    let (by, by_name) = people.account(issue.comments[0].0);
    let resolved = issue.resolved.then(|| Resolved { by: Some(by), by_name: by_name.to_owned(), at: clock.now() });
    Issue {
        anchor: issue.at.map(|(x, y)| Anchor { x, y, frame: 0 }),
        state: if issue.resolved { IssueState::Resolved } else { IssueState::Open },
        resolved,
        ..Issue::open(kind, opened, comments)
    }
}
