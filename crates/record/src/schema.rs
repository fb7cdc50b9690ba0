//! The contract's JSON Schema.

use crate::coding::Line;

/// JSON Schema (2020-12) of one line of output, made from the types of this crate.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Line).to_value()
}

#[cfg(test)]
mod tests {
    #[test]
    fn schema_names_the_contracts_lists() {
        let schema = super::json_schema().to_string();
        for field in ["actors", "events", "times", "places", "claims", "outlooks", "relations", "notices"] {
            assert!(schema.contains(&format!("\"{field}\"")), "{field} is missing from the schema");
        }
    }
}
