//! `countersign limits`: every limit of the product, as a page of the documentation or as the client's constants.

use std::fmt::Write;

use countersign_shared::limits::ALL;

#[derive(clap::Args)]
pub struct LimitsArgs {
    #[arg(long, default_value = "markdown", value_name = "FORM")]
    format: LimitsFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LimitsFormat {
    Markdown,
    /// A TypeScript module
    Ts,
}

pub fn render(args: &LimitsArgs) -> String {
    let mut out = String::new();
    let written = match args.format {
        LimitsFormat::Markdown => markdown(&mut out),
        LimitsFormat::Ts => typescript(&mut out),
    };
    written.expect("a string takes everything");
    out
}

fn markdown(out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "# Limits\n\nMade by `countersign limits`; `make gen` makes it anew. Those that an operator can change"
    )?;
    writeln!(out, "are defaults of settings, listed in [operations.md](operations.md).\n")?;
    writeln!(out, "| limit | value | what it bounds |\n|---|---:|---|")?;
    for (name, value, doc) in ALL {
        writeln!(out, "| `{name}` | {} | {} |", grouped(*value, ","), doc.trim())?;
    }
    Ok(())
}

fn typescript(out: &mut String) -> std::fmt::Result {
    writeln!(out, "/** Limits the server enforces. Made by `make gen` from the server's own list; do not edit. */")?;
    for (name, value, doc) in ALL {
        writeln!(out, "\n/** {} */\nexport const {name} = {};", doc.trim(), grouped(*value, "_"))?;
    }
    Ok(())
}

/// `1234567` as `1,234,567`.
fn grouped(value: u64, separator: &str) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_from_the_right() {
        for (value, text) in [(7, "7"), (999, "999"), (1_000, "1_000"), (1_048_576, "1_048_576")] {
            assert_eq!(grouped(value, "_"), text);
        }
    }

    #[test]
    fn every_limit_is_in_both_forms() {
        for format in [LimitsFormat::Markdown, LimitsFormat::Ts] {
            let text = render(&LimitsArgs { format });
            assert!(ALL.iter().all(|(name, _, _)| text.contains(name)));
        }
    }
}
