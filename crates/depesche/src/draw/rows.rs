//! Rows and columns for eyes.

use super::page::{FAINT, Page, STRONG, Text, width};
use super::words::{counted, one_line};
use anstyle::Style;
use depesche_ledger::{Rows, Value};
use std::io;

/// Blanks between columns.
const GAP: usize = 2;
/// No column is squeezed below this.
const MIN_COLUMN: usize = 6;

/// Draws a query's answer; columns that do not fit are narrowed, the widest first, and their cells cut short.
pub(crate) fn table(page: &mut Page<'_>, answer: &Rows) -> io::Result<()> {
    let head: Vec<String> = answer.columns.iter().map(|name| one_line(name)).collect();
    let rows: Vec<Vec<String>> =
        answer.rows.iter().map(|row| row.iter().map(|value| one_line(&value.to_string())).collect()).collect();
    let widths = fit(natural_widths(&head, &rows), page.width);
    let numeric: Vec<bool> = (0..head.len()).map(|i| is_numeric(answer, i)).collect();
    page.line(&line(&head, &widths, &numeric, STRONG))?;
    page.line(&Text::styled(FAINT, widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>().join("  ")))?;
    rows.iter().try_for_each(|row| page.line(&line(row, &widths, &numeric, Style::new())))?;
    page.line(&Text::styled(FAINT, counted(rows.len(), "row")))
}

/// Draws cells in columns as wide as their longest.
pub(crate) fn columns(page: &mut Page<'_>, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    let widths = natural_widths(&head, rows);
    let left = vec![false; head.len()];
    page.line(&line(&head, &widths, &left, FAINT))?;
    rows.iter().try_for_each(|row| page.line(&line(row, &widths, &left, Style::new())))
}

fn natural_widths(head: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let widest = |i: usize| rows.iter().filter_map(|row| row.get(i)).map(|cell| width(cell)).max().unwrap_or(0);
    head.iter().enumerate().map(|(i, name)| width(name).max(widest(i)).max(1)).collect()
}

/// Narrows the widest columns until all fit, or all are as narrow as they may be.
fn fit(mut widths: Vec<usize>, page: usize) -> Vec<usize> {
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > page {
        let Some(widest) = widths.iter_mut().max() else { break };
        if *widest <= MIN_COLUMN {
            break;
        }
        *widest -= 1;
    }
    widths
}

fn is_numeric(answer: &Rows, column: usize) -> bool {
    let mut values = answer.rows.iter().filter_map(|row| row.get(column)).filter(|v| **v != Value::Null).peekable();
    values.peek().is_some() && values.all(|value| matches!(value, Value::Integer(_) | Value::Real(_)))
}

fn line(cells: &[String], widths: &[usize], right: &[bool], style: Style) -> Text {
    let mut text = Text::default();
    for (i, ((cell, &column), &right)) in cells.iter().zip(widths).zip(right).enumerate() {
        let cell = cut(cell, column);
        let blank = " ".repeat(column - width(&cell));
        let is_last = i + 1 == cells.len();
        match (right, is_last) {
            (true, _) => {
                text.push(Style::new(), blank);
                text.push(style, cell);
            }
            (false, true) => text.push(style, cell),
            (false, false) => {
                text.push(style, cell);
                text.push(Style::new(), blank);
            }
        }
        if !is_last {
            text.push(Style::new(), " ".repeat(GAP));
        }
    }
    text
}

/// A cell that fits; what is cut shows.
fn cut(cell: &str, columns: usize) -> String {
    if width(cell) <= columns {
        return cell.to_owned();
    }
    let mut kept: String = cell.chars().take(columns.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_columns_give_way() {
        assert_eq!(fit(vec![5, 40, 30], 64), [5, 28, 27]);
        assert_eq!(fit(vec![5, 9], 80), [5, 9]);
        assert_eq!(cut("Außenminister", 6), "Außen…");
    }
}
