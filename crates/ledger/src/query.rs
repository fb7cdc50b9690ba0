//! Questions in SQL, strictly read-only.

use crate::ledger::connect_read_only;
use crate::{Ledger, LedgerError};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};
use serde::Serialize;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much a query may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryLimits {
    /// Rows given back at most; [`Rows::truncated`] says when there were more.
    pub max_rows: usize,
    /// Time after which the query is stopped.
    pub max_time: Duration,
}

impl Default for QueryLimits {
    /// 100,000 rows and one minute.
    fn default() -> Self {
        Self { max_rows: 100_000, max_time: Duration::from_secs(60) }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes, of which only the number is given.
    Blob {
        /// How many.
        n_bytes: usize,
    },
}

impl fmt::Display for Value {
    /// As plain text; null is empty.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.pad(""),
            Self::Integer(n) => f.pad(&n.to_string()),
            Self::Real(n) => f.pad(&n.to_string()),
            Self::Text(text) => f.pad(text),
            Self::Blob { n_bytes } => f.pad(&format!("({n_bytes} bytes)")),
        }
    }
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
    /// There were more rows than [`QueryLimits::max_rows`].
    pub truncated: bool,
}

/// Largest text or blob that a query may build.
const MAX_VALUE_BYTES: i32 = 64 << 20;

/// SQLite's steps between two looks at the clock.
const STEPS_PER_LOOK: i32 = 10_000;

/// What a query may look up about the file, besides its tables.
const PRAGMAS: &[&str] = &[
    "data_version", // asked by FTS5 itself
    "foreign_key_list",
    "index_info",
    "index_list",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
];

impl Ledger {
    /// Answers one SELECT on a connection of its own that cannot write.
    ///
    /// Without ORDER BY the order of rows is SQLite's choice.
    ///
    /// # Errors
    /// [`LedgerError::NotAllowed`] where the statement would do anything but read, [`LedgerError::BadQuery`],
    /// [`LedgerError::TooSlow`], and any failure of the file.
    pub fn query(&self, sql: &str, limits: QueryLimits) -> Result<Rows, LedgerError> {
        let mut conn = connect_read_only(&self.path)?;
        let refused = guard(&mut conn, &self.path, limits.max_time)?;
        let explain = |err: rusqlite::Error| {
            let refused = refused.lock().unwrap_or_else(PoisonError::into_inner).take();
            failure(&self.path, sql, limits.max_time, refused, &err)
        };
        let mut statement = conn.prepare(sql).map_err(explain)?;
        if statement.column_count() == 0 {
            return Err(LedgerError::BadQuery {
                sql: sql.to_owned(),
                reason: "it gives no columns".to_owned(),
                hint: "begin with SELECT, for example SELECT * FROM current_report LIMIT 10".to_owned(),
            });
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut answer = Rows { columns, rows: Vec::new(), truncated: false };
        let mut rows = statement.query([]).map_err(explain)?;
        while let Some(row) = rows.next().map_err(explain)? {
            if answer.rows.len() == limits.max_rows {
                answer.truncated = true;
                break;
            }
            let values = (0..answer.columns.len()).map(|i| row.get_ref(i).map(value)).collect::<Result<_, _>>();
            answer.rows.push(values.map_err(explain)?);
        }
        Ok(answer)
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob { n_bytes: bytes.len() },
    }
}

/// What the authorizer refused, in words.
type Refused = Arc<Mutex<Option<String>>>;

/// Sets the limits of a read-only connection; the result fills when something is refused.
fn guard(conn: &mut Connection, path: &Path, max_time: Duration) -> Result<Refused, LedgerError> {
    let error = |err: rusqlite::Error| LedgerError::of(path, &err);
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES).map_err(error)?;
    let refused = Refused::default();
    let note = Arc::clone(&refused);
    let authorizer = move |context: AuthContext<'_>| match refusal(&context.action) {
        None => Authorization::Allow,
        Some(what) => {
            note.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(what);
            Authorization::Deny
        }
    };
    conn.authorizer(Some(authorizer)).map_err(error)?;
    let began = Instant::now();
    conn.progress_handler(STEPS_PER_LOOK, Some(move || began.elapsed() > max_time)).map_err(error)?;
    Ok(refused)
}

/// What an action would do that queries may not, null for reading.
fn refusal(action: &AuthAction<'_>) -> Option<String> {
    use AuthAction as A;
    match action {
        A::Read { .. } | A::Select | A::Recursive => None,
        A::Function { function_name } if *function_name != "load_extension" => None,
        A::Pragma { pragma_name, .. } if PRAGMAS.contains(&pragma_name.to_lowercase().as_str()) => None,
        A::Insert { table_name } => Some(format!("insert into {table_name}")),
        A::Update { table_name, .. } => Some(format!("update {table_name}")),
        A::Delete { table_name } => Some(format!("delete from {table_name}")),
        A::DropTable { table_name } => Some(format!("drop {table_name}")),
        A::Attach { .. } => Some("attach another file".to_owned()),
        A::Pragma { pragma_name, .. } => Some(format!("use PRAGMA {pragma_name}")),
        A::Transaction { .. } | A::Savepoint { .. } => Some("begin or end a transaction".to_owned()),
        A::Function { function_name } => Some(format!("call {function_name}")),
        _ => Some("change the ledger's tables".to_owned()),
    }
}

fn failure(path: &Path, sql: &str, max_time: Duration, refused: Option<String>, err: &rusqlite::Error) -> LedgerError {
    let sql = sql.trim().to_owned();
    if let Some(what) = refused {
        return LedgerError::NotAllowed { sql, what };
    }
    let bad = |hint: &str| LedgerError::BadQuery {
        sql: sql.clone(),
        reason: crate::error::message(err),
        hint: hint.to_owned(),
    };
    if matches!(err, rusqlite::Error::MultipleStatement) {
        return bad("give one SELECT at a time");
    }
    match err.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => LedgerError::TooSlow { sql, seconds: max_time.as_secs_f64() },
        Some(ErrorCode::ReadOnly) => LedgerError::NotAllowed { sql, what: "write".to_owned() },
        Some(ErrorCode::TooBig) => bad("the answer holds a text that is too long; ask for less of it"),
        Some(ErrorCode::Unknown) | None => {
            bad("SELECT name, sql FROM sqlite_schema lists tables, views and their columns")
        }
        _ => LedgerError::of(path, err),
    }
}
