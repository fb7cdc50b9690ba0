//! The record's words in plain English, in one place: what the table, the brief and `explain` say.

use depesche_ledger::Openness;
use depesche_record::{
    Auxiliary, Basis, Certainty, ClaimForm, EventType, Granularity, MentionKind, OutlookKind, RelationKind,
    RelationStatus, SourceKind, Stance, Standing,
};

/// What an act of the type is, where no meaning class says it better.
pub(crate) fn act(kind: EventType) -> &'static str {
    use EventType as E;
    match kind {
        E::Agree => "agrees or offers to cooperate",
        E::Consult => "meets, visits or talks",
        E::Support => "supports politically",
        E::Concede => "gives in, in words",
        E::Cooperate => "cooperates in deeds",
        E::Aid => "helps in deeds",
        E::Retreat => "gives in, in deeds",
        E::Request => "asks, demands or orders",
        E::Accuse => "criticises or accuses",
        E::Reject => "refuses or turns down",
        E::Threaten => "threatens",
        E::Protest => "protests in public",
        E::Sanction => "cuts relations or punishes",
        E::Mobilize => "moves forces, short of violence",
        E::Coerce => "represses or restricts, short of violence",
        E::Assault => "uses violence",
    }
}

/// What a source does, between its name and its words.
pub(crate) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Assert => "says",
        Stance::Confirm => "confirms",
        Stance::Deny => "denies",
        Stance::Decline => "neither confirms nor denies",
        Stance::Suspect => "suspects",
        Stance::Accuse => "accuses",
        Stance::Demand => "demands",
        Stance::Promise => "promises or announces",
        Stance::Threaten => "threatens",
        Stance::Predict => "expects or warns of",
        Stance::Assess => "judges",
        Stance::Ask => "asks",
    }
}

/// What the record may make of an event.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Asserted => "told by the document itself, confirmed or taken for granted",
        Standing::Claimed => "rests on a source's word",
        Standing::Open => "not, or not yet, a fact: planned, demanded, feared, conditional, denied or asked",
    }
}

/// Why an act is no present fact.
pub(crate) fn auxiliary(auxiliary: Auxiliary) -> &'static str {
    match auxiliary {
        Auxiliary::Historical => "long past",
        Auxiliary::Future => "still to come",
        Auxiliary::Hypothetical => "supposed, wanted or feared",
        Auxiliary::Negation => "did not happen",
    }
}

/// Why an act of the brief is open.
pub(crate) fn openness(openness: Openness) -> &'static str {
    match openness {
        Openness::Demanded => "demanded",
        Openness::Threatened => "threatened",
        Openness::Announced => "announced",
        Openness::Expected => "expected",
        Openness::Supposed => "supposed",
        Openness::Asked => "asked",
        Openness::NotAdmitted => "not admitted",
        Openness::Negated => "said not to be so",
    }
}

/// How sure the innermost voice is.
pub(crate) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
        Certainty::Possible => "possible",
        Certainty::Unknown => "certainty not said",
    }
}

/// Who is meant where a source has no name.
pub(crate) fn source(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Actor => "somebody named elsewhere",
        SourceKind::Unnamed => "somebody unnamed",
        SourceKind::Author => "the author",
        SourceKind::Document => "another medium",
    }
}

/// How a source's words are given.
pub(crate) fn form(form: ClaimForm) -> &'static str {
    match form {
        ClaimForm::Direct => "in quotation marks",
        ClaimForm::Indirect => "as a clause or infinitive",
        ClaimForm::FreeIndirect => "without a reporting word, by mood or context",
        ClaimForm::Reported => "as a summary",
        ClaimForm::Nominal => "through a noun",
    }
}

/// How a mention names its actor.
pub(crate) fn mention(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Name => "name",
        MentionKind::Nominal => "common noun",
        MentionKind::Pronoun => "pronoun",
        MentionKind::Metonym => "seat or building",
        MentionKind::Adjective => "adjective",
        MentionKind::CompoundPart => "part of a compound",
    }
}

/// What kind of outlook.
pub(crate) fn outlook(kind: OutlookKind) -> &'static str {
    match kind {
        OutlookKind::Conditional => "condition",
        OutlookKind::Announcement => "announcement",
        OutlookKind::Threat => "threat",
        OutlookKind::Clause => "clause of a treaty",
        OutlookKind::Forecast => "forecast",
    }
}

/// What holds between actors.
pub(crate) fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Treaty => "treaty",
        RelationKind::Alliance => "alliance",
        RelationKind::Sanctions => "sanctions",
        RelationKind::War => "war",
        RelationKind::Supply => "supply",
        RelationKind::Dependence => "dependence",
        RelationKind::Recognition => "recognition",
        RelationKind::Membership => "membership",
        RelationKind::Other => "relation",
    }
}

/// Whether a relation holds.
pub(crate) fn status(status: RelationStatus) -> &'static str {
    match status {
        RelationStatus::Holds => "holds",
        RelationStatus::Begins => "begins",
        RelationStatus::Ended => "has ended",
        RelationStatus::Denied => "is denied",
        RelationStatus::Proposed => "is proposed",
    }
}

/// What a time was resolved from; empty where the text itself says it all.
pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Explicit => "",
        Basis::Relative => "counted from the day of publication",
        Basis::Anchor => "counted from another time in the text",
        Basis::Tense => "by the verb's tense alone",
        Basis::Document => "by the day of publication alone",
    }
}

/// How fine a time is, where it is no day.
pub(crate) fn granularity(granularity: Granularity) -> &'static str {
    match granularity {
        Granularity::Day => "",
        Granularity::Week => "a week",
        Granularity::Month => "a month or part of one",
        Granularity::Season => "a season or quarter",
        Granularity::Year => "a year",
        Granularity::Decade => "a decade or longer",
        Granularity::Vague => "not resolved",
    }
}

/// Where an argument stands.
fn slot(slot: &str) -> String {
    match slot {
        "subj" => "the subject".to_owned(),
        "obj" => "the object".to_owned(),
        "dat" => "the dative object".to_owned(),
        "gen" => "the genitive or of-phrase".to_owned(),
        "adj" => "an adjective".to_owned(),
        "part" => "the first part of a compound".to_owned(),
        "comp" => "the clause".to_owned(),
        preposition => format!("the phrase with \"{preposition}\""),
    }
}

/// Rules of the coder.
const RULES: &[(&str, &str)] = &[
    ("auxiliary", "its modality or negation keeps it open"),
    ("condition", "an if-clause with what follows from it"),
    ("confirmed", "a source confirms it"),
    ("consequent", "it follows from a condition"),
    ("counterpart", "carried from context: nearly always this side deals with that one here"),
    ("interview", "the paragraph begins with the speaker's name"),
    ("konjunktiv-goes-on", "the Konjunktiv goes on from the sentence before"),
    ("long-past", "its time lies far before the day of publication"),
    ("negation", "a negation stands with it"),
    ("negation-above", "a negation stands above it"),
    ("own-voice", "the document tells it in its own voice"),
    ("place-in-phrase", "the state of the place that its phrase names"),
    ("planned", "it is still to come, so it counts as the plan, not the act"),
    ("pronoun", "the pronoun's likeliest antecedent"),
    ("purpose-infinitive", "it is a purpose"),
    ("question", "it is asked"),
    ("quotation-goes-on", "the quotation goes on from the sentence before"),
    ("reply", "carried from context: it answers what that side has just done"),
    ("role-before-name", "the role stands before the name"),
    ("role-in-focus", "the state that the text is about"),
    ("role-in-place", "the state of the place where the text puts it"),
    ("same-attacker", "carried from context: the only attacker of that side in this text"),
    ("same-body", "the same body was said before to belong to this state"),
    ("same-opponent", "carried from context: the only side that this attacker attacks in this text"),
    ("same-role", "the same role was named before"),
    ("sourced", "it stands on a source's word"),
    ("stance", "its source demands, expects, denies or asks it"),
    ("state-in-context", "carried from context: the state of a place beside it, or the one the text is about"),
    ("verb-first-condition", "the verb in front opens a condition"),
    ("within-content", "named in what is promised, threatened, demanded or refused"),
];

/// Who decided, in words: takes the record's `by` apart. What has no words here is shown as it is.
pub(crate) fn decided(by: &str) -> String {
    by.split('+').map(decided_by_one).collect::<Vec<_>>().join(", and ")
}

fn decided_by_one(by: &str) -> String {
    let Some((who, what)) = by.split_once('.') else { return by.to_owned() };
    match (who, what) {
        ("class", class) => format!("a row of the tables for the class {class}"),
        ("row", lemma) => format!("the row for \"{lemma}\""),
        ("cue", lemma) => format!("the reporting word \"{lemma}\" in the tables"),
        ("modality", lemma) => format!("\"{lemma}\" in the tables of modality"),
        ("stance", stance) => format!("what its source does: {stance}"),
        ("slot", name) => slot(name),
        ("names", "person") => "a person's name, found by the model".to_owned(),
        ("names", "organisation") => "an organisation's name, found by the model".to_owned(),
        ("names", entity) => format!("the table of names: {entity}"),
        ("model", "sides") => "the weights of what the text says around the act".to_owned(),
        ("model", part) => format!("the model's {part} head"),
        ("rule", rule) => match (rule.strip_prefix("noun-of-"), rule.strip_prefix("role-of-")) {
            (Some(owner), _) => format!("a noun that belongs to {}", decided_by_one(owner)),
            (_, Some(owner)) => format!("a role that belongs to {}", decided_by_one(owner)),
            _ => match RULES.iter().find(|(id, _)| *id == rule) {
                Some((_, words)) => (*words).to_owned(),
                None => by.to_owned(),
            },
        },
        _ => by.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn who_decided_is_said_in_words() {
        assert_eq!(
            decided("class.condemn+model.trigger"),
            "a row of the tables for the class condemn, and the model's trigger head"
        );
        assert_eq!(decided("rule.noun-of-names.state:SUN"), "a noun that belongs to the table of names: state:SUN");
        assert_eq!(decided("unheard-of"), "unheard-of");
    }

    #[test]
    fn every_rule_of_the_coder_has_words() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../code/src");
        assert!(RULES.is_sorted_by(|a, b| a.0 < b.0), "the rules stand in order, each once");
        let mut n_rules = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let code = std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
            for rest in code.split("\"rule.").skip(1) {
                let rule = rest.split(['"', '{']).next().unwrap();
                let named = RULES.iter().any(|(id, _)| *id == rule);
                assert!(named || ["noun-of-", "role-of-"].contains(&rule), "{rule} is missing from RULES");
                n_rules += 1;
            }
        }
        assert!(n_rules > 10, "the coder's rules were not found");
    }
}
