//! A coding's items as rows of the flat tables.

use super::insert;
use crate::CodingKey;
use crate::days::day_of;
use crate::index::{Index, act_of, join};
use depesche_record::{Actor, Claim, Coding, Event, Evidence, Outlook, Relation, RoleFiller, Sector, Span};
use rusqlite::{ToSql, Transaction};

/// Rows ready to be stored: every reference has been resolved.
pub(super) struct Items<'a> {
    coding: &'a Coding,
    key: &'a CodingKey,
    reports: Vec<ReportRow<'a>>,
    claims: Vec<ClaimRow<'a>>,
    outlooks: Vec<OutlookRow<'a>>,
    relations: Vec<RelationRow<'a>>,
}

struct ReportRow<'a> {
    event: &'a Event,
    actors: Vec<&'a Actor>,
    recipients: Vec<&'a Actor>,
    claims: Vec<usize>,
    sources: Option<String>,
    sentence: &'a str,
    quantities: String,
}

struct ClaimRow<'a> {
    claim: &'a Claim,
    source: Vec<&'a Actor>,
    addressee: Vec<&'a Actor>,
    content: String,
    sentence: &'a str,
}

struct OutlookRow<'a> {
    outlook: &'a Outlook,
    antecedent: Option<&'a str>,
    consequent: &'a str,
    sources: Option<String>,
    sentence: &'a str,
}

struct RelationRow<'a> {
    relation: &'a Relation,
    between: Vec<&'a Actor>,
    sources: Option<String>,
    sentence: &'a str,
}

impl<'a> Items<'a> {
    /// Resolves every reference of `coding`; the error names the first that is broken.
    pub(super) fn of(coding: &'a Coding, key: &'a CodingKey, index: &Index<'a>) -> Result<Self, String> {
        let reports = coding.events.iter().map(|event| {
            Ok(ReportRow {
                event,
                actors: index.fillers(&event.actor)?,
                recipients: index.fillers(&event.recipient)?,
                claims: index.claims(&event.sources)?.into_iter().map(|(nr, _)| nr).collect(),
                sources: index.voices(&event.sources)?,
                sentence: index.sentence(&event.evidence)?,
                quantities: serde_json::to_string(&event.quantities).map_err(|err| err.to_string())?,
            })
        });
        let claims = coding.claims.iter().map(|claim| {
            let content: Vec<&str> = claim.content.iter().map(|s| index.text(*s)).collect::<Result<_, _>>()?;
            Ok(ClaimRow {
                claim,
                source: index.actors(&claim.source.actors)?,
                addressee: index.actors(&claim.addressee)?,
                content: content.join(" … "),
                sentence: index.sentence(&claim.evidence)?,
            })
        });
        let outlooks = coding.outlooks.iter().map(|outlook| {
            Ok(OutlookRow {
                outlook,
                antecedent: outlook.antecedent.map(|s: Span| index.text(s)).transpose()?,
                consequent: index.text(outlook.consequent)?,
                sources: index.voices(&outlook.sources)?,
                sentence: index.sentence(&outlook.evidence)?,
            })
        });
        let relations = coding.relations.iter().map(|relation| {
            Ok(RelationRow {
                relation,
                between: index.actors(&relation.between)?,
                sources: index.voices(&relation.sources)?,
                sentence: index.sentence(&relation.evidence)?,
            })
        });
        Ok(Self {
            coding,
            key,
            reports: reports.collect::<Result<_, String>>()?,
            claims: claims.collect::<Result<_, String>>()?,
            outlooks: outlooks.collect::<Result<_, String>>()?,
            relations: relations.collect::<Result<_, String>>()?,
        })
    }

    /// Appends all rows.
    pub(super) fn store(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        self.store_mentions(tx)?;
        // Claims stand before reports, which refer to them.
        for (nr, row) in self.claims.iter().enumerate() {
            self.store_claim(tx, nr, row)?;
        }
        for (nr, row) in self.reports.iter().enumerate() {
            self.store_report(tx, nr, row)?;
        }
        for (nr, row) in self.outlooks.iter().enumerate() {
            self.store_outlook(tx, nr, row)?;
        }
        for (nr, row) in self.relations.iter().enumerate() {
            self.store_relation(tx, nr, row)?;
        }
        Ok(())
    }

    fn store_mentions(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let mentions = self.coding.actors.iter().flat_map(|actor| actor.mentions.iter().map(move |m| (actor, m)));
        for (nr, (actor, mention)) in mentions.enumerate() {
            let row: &[(&str, &dyn ToSql)] = &[
                ("coding", &self.key.as_str()),
                ("nr", &int(nr)),
                ("actor", &actor.id),
                ("actor_key", &actor.key),
                ("name", &actor.name),
                ("state", &actor.state),
                ("sector", &actor.sector.map(Sector::as_str)),
                ("code", &actor.code),
                ("entity", &actor.entity),
                ("role", &actor.role),
                ("start_cp", &int(mention.start)),
                ("end_cp", &int(mention.end)),
                ("text", &mention.text),
                ("kind", &mention.kind.as_str()),
                ("decided_by", &mention.by),
            ];
            insert(tx, "actor_mention", row)?;
        }
        Ok(())
    }

    fn store_report(&self, tx: &Transaction<'_>, nr: usize, row: &ReportRow<'_>) -> rusqlite::Result<()> {
        let event = row.event;
        let time = event.time.as_ref();
        let place = event.place.as_ref();
        let object = event.object.as_ref();
        let day = day_of(time, self.coding.document.date.as_deref());
        let columns: &[(&str, &dyn ToSql)] = &[
            ("act", &act_of(event)),
            ("day", &day),
            ("type", &event.kind.as_str()),
            ("mode", &join(event.mode.iter().map(String::as_str))),
            ("context", &join(event.context.iter().map(|c| c.as_str()))),
            ("class", &some(&event.class)),
            ("cameo", &event.cameo),
            ("quad", &event.quad.as_str()),
            ("score", &f64::from(event.score)),
            ("reciprocal", &event.reciprocal),
            ("anchor", &event.anchor.text),
            ("object", &object.map(|o| o.text.as_str())),
            ("object_category", &object.and_then(|o| some(&o.category))),
            ("quantities", &row.quantities),
            ("standing", &event.standing.as_str()),
            ("auxiliary", &join(event.auxiliary.iter().map(|a| a.as_str()))),
            ("certainty", &event.certainty.as_str()),
            ("factuality", &event.factuality),
            ("sources", &row.sources),
            ("date_from", &time.and_then(|t| t.from.as_deref())),
            ("date_to", &time.and_then(|t| t.to.as_deref())),
            ("date_granularity", &time.map(|t| t.granularity.as_str())),
            ("date_basis", &time.map(|t| t.basis.as_str())),
            ("place", &place.map(|p| p.name.as_str())),
            ("place_country", &place.and_then(|p| p.country.as_deref())),
            ("place_admin1", &place.and_then(|p| p.admin1.as_deref())),
            ("place_geonames", &place.and_then(|p| p.geonames).and_then(|id| i64::try_from(id).ok())),
            ("lat", &place.and_then(|p| p.lat)),
            ("lon", &place.and_then(|p| p.lon)),
            ("place_precision", &place.map(|p| p.precision.as_str())),
        ];
        let actors = People::of("actor", &row.actors);
        let recipients = People::of("recipient", &row.recipients);
        let item = Item { nr, id: &event.id, key: &event.key, evidence: &event.evidence, sentence: row.sentence };
        self.store_item(tx, "report", &item, &[columns, &actors.columns(), &recipients.columns()])?;
        self.store_roles(tx, nr, "actor", &event.actor, &row.actors)?;
        self.store_roles(tx, nr, "recipient", &event.recipient, &row.recipients)?;
        for (position, claim) in row.claims.iter().enumerate() {
            tx.prepare_cached("INSERT INTO report_source VALUES (?, ?, ?, ?)")?.execute((
                self.key.as_str(),
                int(nr),
                int(position),
                int(*claim),
            ))?;
        }
        Ok(())
    }

    fn store_roles(
        &self,
        tx: &Transaction<'_>,
        report: usize,
        role: &str,
        fillers: &[RoleFiller],
        actors: &[&Actor],
    ) -> rusqlite::Result<()> {
        for (position, (filler, actor)) in fillers.iter().zip(actors).enumerate() {
            let row: &[(&str, &dyn ToSql)] = &[
                ("coding", &self.key.as_str()),
                ("report", &int(report)),
                ("role", &role),
                ("position", &int(position)),
                ("actor", &actor.id),
                ("name", &actor.name),
                ("state", &actor.state),
                ("sector", &actor.sector.map(Sector::as_str)),
                ("code", &actor.code),
                ("entity", &actor.entity),
                ("start_cp", &filler.start.map(int)),
                ("end_cp", &filler.end.map(int)),
                ("decided_by", &filler.by),
            ];
            insert(tx, "report_actor", row)?;
        }
        Ok(())
    }

    fn store_claim(&self, tx: &Transaction<'_>, nr: usize, row: &ClaimRow<'_>) -> rusqlite::Result<()> {
        let claim = row.claim;
        let cue = claim.cue.as_ref();
        let time = claim.time.as_ref();
        let columns: &[(&str, &dyn ToSql)] = &[
            ("source_text", &some(&claim.source.text)),
            ("source_kind", &claim.source.kind.as_str()),
            ("source_description", &claim.source.description),
            ("cue", &cue.map(|c| c.text.as_str())),
            ("cue_class", &cue.map(|c| c.class.as_str())),
            ("form", &claim.form.as_str()),
            ("stance", &claim.stance.as_str()),
            ("certainty", &claim.certainty.as_str()),
            ("polarity", &claim.polarity.as_str()),
            ("medium", &claim.medium),
            ("date_from", &time.and_then(|t| t.from.as_deref())),
            ("date_to", &time.and_then(|t| t.to.as_deref())),
            ("content", &row.content),
            ("parent", &claim.parent),
        ];
        let source = People::of("source", &row.source);
        let addressee = People::of("addressee", &row.addressee);
        let item = Item { nr, id: &claim.id, key: &claim.key, evidence: &claim.evidence, sentence: row.sentence };
        self.store_item(tx, "claim", &item, &[columns, &source.columns(), &addressee.columns()])
    }

    fn store_outlook(&self, tx: &Transaction<'_>, nr: usize, row: &OutlookRow<'_>) -> rusqlite::Result<()> {
        let outlook = row.outlook;
        let horizon = outlook.horizon.as_ref();
        let columns: &[(&str, &dyn ToSql)] = &[
            ("kind", &outlook.kind.as_str()),
            ("antecedent", &row.antecedent),
            ("consequent", &row.consequent),
            ("antecedent_events", &join(outlook.antecedent_events.iter().map(String::as_str))),
            ("consequent_events", &join(outlook.consequent_events.iter().map(String::as_str))),
            ("due_from", &horizon.and_then(|t| t.from.as_deref())),
            ("due_to", &horizon.and_then(|t| t.to.as_deref())),
            ("due_granularity", &horizon.map(|t| t.granularity.as_str())),
            ("sources", &row.sources),
            ("certainty", &outlook.certainty.as_str()),
            ("polarity", &outlook.polarity.as_str()),
        ];
        let item = Item { nr, id: &outlook.id, key: &outlook.key, evidence: &outlook.evidence, sentence: row.sentence };
        self.store_item(tx, "outlook", &item, &[columns])
    }

    fn store_relation(&self, tx: &Transaction<'_>, nr: usize, row: &RelationRow<'_>) -> rusqlite::Result<()> {
        let relation = row.relation;
        let columns: &[(&str, &dyn ToSql)] = &[
            ("kind", &relation.kind.as_str()),
            ("name", &relation.name),
            ("status", &relation.status.as_str()),
            ("certainty", &relation.certainty.as_str()),
            ("begins", &relation.begins),
            ("ends", &relation.ends),
            ("terms", &join(relation.terms.iter().map(String::as_str))),
            ("sources", &row.sources),
        ];
        let between = People::of("between", &row.between);
        let (id, key) = (&relation.id, &relation.key);
        let item = Item { nr, id, key, evidence: &relation.evidence, sentence: row.sentence };
        self.store_item(tx, "relation_report", &item, &[columns, &between.columns()])
    }

    /// Appends a row of one of the four tables of items, with the columns that they share.
    fn store_item(
        &self,
        tx: &Transaction<'_>,
        table: &str,
        item: &Item<'_>,
        columns: &[&[(&str, &dyn ToSql)]],
    ) -> rusqlite::Result<()> {
        let (document, evidence) = (&self.coding.document, item.evidence);
        let (nr, sentence_nr) = (int(item.nr), int(evidence.sentence));
        let (start, end, score) = (int(evidence.start), int(evidence.end), f64::from(evidence.score));
        let coding = self.key.as_str();
        let shared: &[(&str, &dyn ToSql)] = &[
            ("coding", &coding),
            ("nr", &nr),
            ("id", &item.id),
            ("key", &item.key),
            ("document", &document.id),
            ("published", &document.date),
            ("outlet", &document.outlet),
            ("sentence_nr", &sentence_nr),
            ("sentence", &item.sentence),
            ("start_cp", &start),
            ("end_cp", &end),
            ("decided_by", &evidence.by),
            ("probability", &score),
        ];
        insert(tx, table, &[shared, &columns.concat()].concat())
    }
}

/// What every item has.
struct Item<'a> {
    nr: usize,
    id: &'a str,
    key: &'a str,
    evidence: &'a Evidence,
    sentence: &'a str,
}

/// Names, states and codes of a role's actors as three columns.
struct People {
    columns: [(String, Option<String>); 3],
}

impl People {
    fn of(role: &str, actors: &[&Actor]) -> Self {
        Self {
            columns: [
                (format!("{role}_names"), join(actors.iter().map(|a| a.name.as_str()))),
                (format!("{role}_states"), join(actors.iter().filter_map(|a| a.state.as_deref()))),
                (format!("{role}_codes"), join(actors.iter().map(|a| a.code.as_str()))),
            ],
        }
    }

    fn columns(&self) -> Vec<(&str, &dyn ToSql)> {
        self.columns.iter().map(|(name, value)| (name.as_str(), value as &dyn ToSql)).collect()
    }
}

/// An empty text is null.
fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// SQLite's integers are signed.
fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
