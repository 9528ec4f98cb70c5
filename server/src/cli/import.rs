//! `countersign import`: imports annotated files from the terminal.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;
use countersign_shared::role::Role;
use countersign_shared::workflow::{Stage, Workflow};

use super::session;
use crate::clock::Clock;
use crate::config::DataConfig;
use crate::formats::report::{Level, Report};
use crate::import::coco::{CocoImport, members_by_email, panoptic_next_to};
use crate::import::files::Files;
use crate::import::{Importer, Progress};
use crate::media::MediaStore;

/// Maximum number of report lines shown without `--verbose`.
const MAX_REPORT_LINES: usize = 50;

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Create a task from a COCO file and its images; imports everything or nothing
    Coco(Box<CocoArgs>),
}

#[derive(clap::Args)]
pub struct CocoArgs {
    /// Folder of the images, which are found by their path in the annotation file or by file name
    #[arg(long, value_name = "DIR")]
    images: PathBuf,
    /// COCO JSON: instances, keypoints, panoptic, stuff, captions, labels or image_info
    #[arg(long, value_name = "FILE.json")]
    annotations: PathBuf,
    /// Folder of the panoptic PNGs. Default: the folder named after the annotation file
    #[arg(long, value_name = "DIR")]
    panoptic: Option<PathBuf>,
    /// Name of the new task
    #[arg(long, value_name = "NAME")]
    task: String,
    /// Name of the dataset for the images; an existing dataset of this name is extended. Default: the task's name
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// Stage in which the items start: annotate, review or acceptance
    #[arg(long, default_value = "annotate", value_name = "STAGE", value_parser = parse_stage)]
    stage: Stage,
    /// The task's stages in order
    #[arg(long, default_value = "annotate,review,acceptance", value_name = "STAGES", value_parser = parse_workflow)]
    workflow: Workflow,
    /// Make this user an admin of the task (can be given more than once)
    #[arg(long, value_name = "EMAIL")]
    admin: Vec<String>,
    /// Give a user a role in the task: admin, annotator, reviewer or inspector (can be given more than once)
    #[arg(long, value_name = "EMAIL=ROLE", value_parser = parse_member)]
    member: Vec<(String, Role)>,
    /// Show every line of the report
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    config: DataConfig,
}

fn parse_stage(name: &str) -> Result<Stage, String> {
    Stage::parse(name).filter(|stage| *stage != Stage::Complete).ok_or_else(|| "annotate, review or acceptance".into())
}

fn parse_workflow(names: &str) -> Result<Workflow, String> {
    let stages: Option<Vec<Stage>> = names.split(',').map(|name| Stage::parse(name.trim())).collect();
    let stages = stages.ok_or("the stages are annotate, review and acceptance")?;
    Workflow::from_stages(&stages).map_err(|error| error.to_string())
}

fn parse_member(text: &str) -> Result<(String, Role), String> {
    let (email, role) = text.split_once('=').ok_or("must be EMAIL=ROLE")?;
    let role = Role::parse(role).ok_or("the role must be admin, annotator, reviewer or inspector")?;
    Ok((email.to_owned(), role))
}

pub async fn run(command: ImportCommand) -> anyhow::Result<()> {
    match command {
        ImportCommand::Coco(args) => coco(*args).await,
    }
}

async fn coco(args: CocoArgs) -> anyhow::Result<()> {
    let CocoArgs { images, annotations, panoptic, task, dataset, stage, workflow, admin, member, verbose, config } =
        args;
    let pictures = Files::under(&images)?;
    let panoptic = match panoptic {
        Some(folder) => Files::under(&folder)?,
        None => panoptic_next_to(&annotations)?,
    };
    let wanted: Vec<(String, Role)> = admin.into_iter().map(|email| (email, Role::Admin)).chain(member).collect();
    session::with_database_and_cleanup(&config, async |db, stopping| {
        let members = match members_by_email(&mut *db.acquire().await?, &wanted).await? {
            Ok(members) => members,
            Err(unknown) => {
                bail!("no account has the e-mail {}; create one with countersign user add", unknown.join(", "))
            }
        };
        let media = MediaStore::open(&config.media, &config.database).context("opening the media store")?;
        let importer = Importer { db: db.clone(), media, clock: Clock::system() };
        let name = task.clone();
        let import =
            CocoImport { annotations, images: pictures, panoptic, task, dataset, stage, workflow, members, by: None };
        let meter = ProgressLine::new();
        let done = importer.coco(import, &|progress| meter.show(progress), stopping, |_| {}).await;
        meter.end();
        match done {
            Ok(imported) => {
                print_report(&imported.report, verbose);
                let warnings = imported.report.warnings();
                println!(
                    "Imported {} images with {} labels into the task {name:?}, stage {}.{}",
                    imported.items,
                    imported.labels,
                    stage.as_str(),
                    if warnings == 0 { String::new() } else { format!(" {warnings} warnings.") }
                );
                Ok(())
            }
            Err(failed) => {
                print_report(&failed.report, verbose);
                Err(anyhow::Error::new(failed.error).context("nothing was imported"))
            }
        }
    })
    .await
}

/// A progress line that counts the images. Shown only if standard error is a terminal.
struct ProgressLine {
    watched: bool,
}

impl ProgressLine {
    fn new() -> Self {
        Self { watched: std::io::stderr().is_terminal() }
    }

    fn show(&self, Progress { done, total }: Progress) {
        if self.watched {
            eprint!("\r{done} of {total} images");
            // A closed terminal is no reason to stop.
            let _ = std::io::stderr().flush();
        }
    }

    fn end(&self) {
        if self.watched {
            eprint!("\r\x1b[K");
        }
    }
}

/// Prints the report to standard error; results go to standard output.
pub fn print_report(report: &Report, verbose: bool) {
    let lines = report.clone().into_lines();
    let shown = if verbose { lines.len() } else { MAX_REPORT_LINES };
    for line in lines.iter().take(shown) {
        let level = match line.level {
            Level::Info => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let file = line.file.as_ref().map(|file| format!(" {file:?}")).unwrap_or_default();
        let annotation = line.annotation.as_ref().map(|id| format!(" annotation {id}")).unwrap_or_default();
        let colon = if file.is_empty() && annotation.is_empty() { "" } else { ":" };
        eprintln!("{level}:{file}{annotation}{colon} {}", line.message);
    }
    if lines.len() > shown {
        eprintln!("… and {} more; use --verbose to see all of them", lines.len() - shown);
    }
}
