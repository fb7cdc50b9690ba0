//! How figures are printed.
#![expect(clippy::print_stdout, reason = "the figures are the output")]

/// A figure's name, its value and the goal, if it has one.
pub type Figure<'a> = (&'a str, f64, Option<f64>);

/// Prints a table of figures with their goals.
pub fn table(title: &str, figures: &[Figure]) {
    println!("| {title} | measured | goal |\n|---|---|---|");
    for (name, value, goal) in figures {
        let goal = goal.map_or_else(|| "–".to_owned(), |goal| format!("{goal:.2}"));
        println!("| {name} | {value:.3} | {goal} |");
    }
    println!();
}

/// Prints a list under a sentence.
pub fn list(title: &str, lines: &[String]) {
    println!("{title}\n");
    for line in lines {
        println!("- {line}");
    }
    println!();
}
