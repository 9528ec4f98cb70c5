//! The release binary of Countersign with its built-in Postgres, in a temporary folder. The user, the task and its items
//! are created through public interfaces: the command line and the HTTP API.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Server, Target, free_address};
use crate::process::{Processes, find_cluster};

const EMAIL: &str = "bench@example.org";
const PASSWORD: &str = "a bench has no secrets";
const SIZE: (u32, u32) = (640, 480);

pub fn start(binary: &Path, fan_out_items: usize, idle_items: usize) -> Result<Target> {
    ensure!(binary.exists(), "{} is missing: run `cargo build --release -p countersign-server`", binary.display());
    let folder = tempfile::Builder::new().prefix("countersign-bench.").tempdir()?;
    let address = free_address()?;
    add_person(binary, folder.path())?;
    let mut command = command(binary, folder.path(), "serve");
    command
        .args(["--listen", &address.to_string()])
        .env("COUNTERSIGN_LOG", "warn")
        // The limits on one user would also limit the generator.
        .env("COUNTERSIGN_MESSAGES_PER_SECOND", "1000000")
        .env("COUNTERSIGN_MESSAGE_BURST", "1000000")
        .env("COUNTERSIGN_CONNECTIONS_PER_USER", "100000")
        .env("COUNTERSIGN_ROOM_IDLE_SECONDS", "1");
    let server = Server::start(command, address, Duration::from_secs(60))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let seeded = runtime.block_on(seed(address, fan_out_items + idle_items))?;
    Ok(Target {
        name: "countersign",
        address,
        headers: format!(
            "Authorization: Bearer {}\r\nSec-WebSocket-Protocol: {}\r\n",
            seeded.token,
            countersign_shared::wire::SUBPROTOCOL
        ),
        v1: true,
        processes: Processes { server: server.pid(), database: find_cluster(folder.path()) },
        fan_out_items,
        paths: seeded.items.iter().map(|item| format!("/api/v1/live/{item}")).collect(),
        class: seeded.class,
        settle: Duration::from_secs(3),
        collects_garbage: false,
        _server: server,
        _folder: Some(folder),
    })
}

fn command(binary: &Path, folder: &Path, task: &str) -> Command {
    let mut command = Command::new(binary);
    command.args(task.split(' ')).env_remove("DATABASE_URL").arg("--data-dir").arg(folder.join("data"));
    command
}

fn add_person(binary: &Path, folder: &Path) -> Result<()> {
    let mut child = command(binary, folder, "user add")
        .args(["--email", EMAIL, "--name", "Bench", "--admin", "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", binary.display()))?;
    child.stdin.take().context("it is piped")?.write_all(format!("{PASSWORD}\n").as_bytes())?;
    let status = child.wait()?;
    ensure!(status.success(), "`countersign user add` ended with {status}");
    Ok(())
}

struct Seeded {
    token: String,
    items: Vec<String>,
    class: String,
}

async fn seed(address: SocketAddr, items: usize) -> Result<Seeded> {
    let base = format!("http://{address}/api/v1");
    let http = Client::builder().no_proxy().cookie_store(true).build()?;
    let origin = format!("http://{address}");
    let post = |path: &str| http.post(format!("{base}{path}")).header("Origin", &origin);
    let sign_in = post("/auth/sign-in").json(&json!({ "email": EMAIL, "password": PASSWORD }));
    answer::<Value>(sign_in).await?;
    let made: Value = answer(post("/me/tokens").json(&json!({ "name": "bench" }))).await?;
    let token = text(&made, "token")?;

    let import: Value = answer(post("/imports/coco").multipart(import_form(items)?)).await?;
    let import = text(&import, "id")?;
    let began = Instant::now();
    let task = loop {
        let state: Value = answer(http.get(format!("{base}/imports/{import}"))).await?;
        match state["state"].as_str() {
            Some("done") => break text(&state, "task_id")?,
            Some("failed") => bail!("the import failed: {state}"),
            _ => ensure!(began.elapsed() < Duration::from_secs(300), "the import does not finish: {state}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    let task_view: Value = answer(http.get(format!("{base}/tasks/{task}"))).await?;
    let class = &task_view["ontology"]["classes"][0];
    ensure!(class["shapes"].to_string().contains("\"box\""), "the import's class has no boxes: {class}");

    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let page: Value = answer(http.get(format!("{base}/tasks/{task}/items?limit=100{after}"))).await?;
        for item in page["items"].as_array().context("items")? {
            ids.push(text(item, "id")?);
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    ensure!(ids.len() == items, "{} of {items} items", ids.len());
    Ok(Seeded { token, items: ids, class: text(class, "id")? })
}

fn text(value: &Value, field: &str) -> Result<String> {
    Ok(value[field].as_str().with_context(|| format!("no {field} in {value}"))?.to_owned())
}

async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T> {
    let response = request.send().await?;
    let (status, url) = (response.status(), response.url().clone());
    let body = response.bytes().await?;
    ensure!(status.is_success(), "{url} answered {status}: {}", String::from_utf8_lossy(&body));
    // Some responses have no body.
    let body: &[u8] = if body.is_empty() { b"null" } else { &body };
    serde_json::from_slice(body).with_context(|| format!("{url}: {}", String::from_utf8_lossy(body)))
}

/// Builds the form of a COCO import: `count` small single-colour images, and one box, so that the class allows boxes.
fn import_form(count: usize) -> Result<Form> {
    let (width, height) = SIZE;
    let images: Vec<Value> = (0..count)
        .map(|index| json!({ "id": index + 1, "file_name": name(index), "width": width, "height": height }))
        .collect();
    let annotations = json!({
        "images": images,
        "categories": [{ "id": 1, "name": "car" }],
        "annotations": [{ "id": 1, "image_id": count, "category_id": 1, "bbox": [10, 10, 50, 50], "area": 2_500, "iscrowd": 0 }],
    });
    let file = Part::bytes(annotations.to_string().into_bytes()).file_name("annotations.json");
    let mut form = Form::new().text("task", "Bench").part("annotations", file);
    for index in 0..count {
        let shade = [(index % 251) as u8, (index / 251) as u8, 90];
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb(shade));
        let mut bytes = Vec::new();
        picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)?;
        form = form.part("images", Part::bytes(bytes).file_name(name(index)));
    }
    Ok(form)
}

fn name(index: usize) -> String {
    format!("picture-{index:05}.png")
}
