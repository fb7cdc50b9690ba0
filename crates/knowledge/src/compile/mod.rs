//! From the folder `knowledge/` to checked [`Tables`]; the build script runs it, the tests look at its messages.

mod check;
mod cities;
mod load;
mod people;
mod problem;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::tables::Tables;
pub use problem::Problem;

/// Reads and checks all tables; a file that is not there is an empty table.
///
/// Beside the tables comes everything that is wrong with them, in the order of the files.
pub fn compile(root: &Path) -> (Tables<'static>, Vec<Problem>) {
    let (loaded, mut problems) = load::load(root);
    problems.extend(check::check(&loaded));
    let mut tables = loaded.into_tables();
    tables.person_names = people::names(&tables.people);
    let codes: Vec<&str> = tables.states.iter().map(|row| row.code.as_str()).collect();
    match cities::read(&root.join("places/cities.tsv"), &codes) {
        Ok((cities, names)) => (tables.cities, tables.city_names) = (cities, names),
        Err(found) => problems.extend(found),
    }
    (tables, problems)
}
