//! `countersign export`: exports annotations from the terminal.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::import::print_report;
use super::session;
use crate::config::DataConfig;
use crate::db;
use crate::export::{self, Scope};

#[derive(Subcommand)]
pub enum ExportCommand {
    /// Write the accepted annotations of a task as a COCO file
    Coco {
        /// Name of the task
        #[arg(long, value_name = "NAME")]
        task: String,
        /// File to write, or - for standard output
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Export all items in their current state, accepted or not
        #[arg(long)]
        all: bool,
        /// Show every line of the report
        #[arg(long, short)]
        verbose: bool,
        #[command(flatten)]
        config: Box<DataConfig>,
    },
}

pub async fn run(command: ExportCommand) -> anyhow::Result<()> {
    match command {
        ExportCommand::Coco { task, out, all, verbose, config } => {
            session::with_database(&config, async |db| {
                let id = match db::exports::tasks_by_name(&mut *db.acquire().await?, &task).await?.as_slice() {
                    [] => bail!("there is no task named {task:?}"),
                    [id] => *id,
                    several => bail!("{} tasks are named {task:?}; rename all but one", several.len()),
                };
                let scope = if all { Scope::All } else { Scope::Accepted };
                let to_terminal = out.as_os_str() == "-";
                let (images, labels, report) = if to_terminal {
                    let done = export::write_coco(db, id, scope, std::io::stdout()).await?;
                    (done.images, done.labels, done.report)
                } else {
                    // Write next to the target, and rename when the file is complete.
                    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
                    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(std::path::Path::new(".")))
                        .with_context(|| format!("writing {}", out.display()))?;
                    let done = export::write_coco(db, id, scope, file.as_file_mut()).await?;
                    let (images, labels, report) = (done.images, done.labels, done.report);
                    persist(file, &out).with_context(|| format!("writing {}", out.display()))?;
                    (images, labels, report)
                };
                print_report(&report, verbose);
                eprintln!("Exported {images} images with {labels} labels.");
                Ok(())
            })
            .await
        }
    }
}

fn persist(mut file: tempfile::NamedTempFile, out: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.flush()?;
    file.as_file().sync_all()?;
    let kept: File = file.persist(out).map_err(|error| error.error)?;
    // Temporary files are readable only by their owner; an export gets the usual permissions.
    kept.set_permissions(std::fs::Permissions::from_mode(0o644))
}
