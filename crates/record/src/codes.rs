//! Closed lists of the contract, each value as it is written in JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a closed list once: the enum, its words, its parser and all of its values.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word that JSON holds.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            /// Reads the contract's word; the error is the unknown word.
            fn from_str(word: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.as_str() == word).ok_or_else(|| word.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use closed_list;

closed_list! {
    /// Languages that depesche codes.
    Language { /// German
        German = "de", /// English
        English = "en" }
}

closed_list! {
    /// PLOVER's auxiliary modes: what keeps an act from being a present fact.
    Auxiliary { /// Told as past history, about a year back or more.
        Historical = "historical", /// Announced or expected.
        Future = "future", /// Conditional, feared, demanded, possible, asked.
        Hypothetical = "hypothetical", /// Did not happen.
        Negation = "negation" }
}

closed_list! {
    /// How sure the innermost voice is.
    Certainty { /// Told as a fact.
        Certain = "certain", /// Likely.
        Probable = "probable", /// May be.
        Possible = "possible", /// Not said: purposes, demands, questions, antecedents.
        Unknown = "unknown" }
}

closed_list! {
    /// Whether a content is put forward or denied.
    Polarity { /// Put forward.
        Positive = "positive", /// Denied.
        Negative = "negative" }
}

closed_list! {
    /// What the record may make of an event.
    Standing { /// In the document's own voice, confirmed or taken for granted.
        Asserted = "asserted", /// Rests on a source's word.
        Claimed = "claimed", /// Future, hypothetical, negated, demanded, denied or asked.
        Open = "open" }
}

closed_list! {
    /// What a source does with its content.
    Stance {
        /// Says, reports, knows; also concedes, insists, downplays.
        Assert = "assert",
        /// Confirms.
        Confirm = "confirm",
        /// Rejects as untrue.
        Deny = "deny",
        /// Will neither confirm nor deny, has not admitted, no comment.
        Decline = "decline",
        /// Believes, fears that it is so; doubts (polarity negative).
        Suspect = "suspect",
        /// Accuses.
        Accuse = "accuse",
        /// Demands, asks, calls for, forbids.
        Demand = "demand",
        /// Announces an act of its own, offers, agrees.
        Promise = "promise",
        /// Threatens.
        Threaten = "threaten",
        /// Warns of, expects, fears that it will be.
        Predict = "predict",
        /// Evaluates, praises, criticises, explains.
        Assess = "assess",
        /// Asks a question.
        Ask = "ask",
    }
}

closed_list! {
    /// PLOVER's sectors.
    Sector {
        /// Government.
        Gov = "GOV", /// Armed forces.
        Mil = "MIL", /// Intelligence service.
        Spy = "SPY", /// Parliament.
        Leg = "LEG", /// Courts.
        Jud = "JUD", /// Police.
        Cop = "COP", /// Party.
        Pty = "PTY", /// Opposition.
        Opp = "OPP", /// Rebels.
        Reb = "REB", /// Paramilitary on the state's side.
        Prm = "PRM", /// Unidentified armed force.
        Uaf = "UAF", /// Business.
        Bus = "BUS", /// Civilians.
        Cvl = "CVL", /// Journalists.
        Jrn = "JRN", /// Health.
        Med = "MED", /// Education.
        Edu = "EDU", /// Religious.
        Rel = "REL", /// Refugees.
        Ref = "REF", /// Other civil society.
        Soc = "SOC", /// Former officials and their families.
        Eli = "ELI", /// Criminals.
        Crm = "CRM", /// Labour.
        Lab = "LAB", /// Farmers.
        Agr = "AGR", /// Partly recognised territory.
        Pre = "PRE", /// Unknown.
        Unk = "UNK",
    }
}

closed_list! {
    /// PLOVER's 37 contexts.
    Context {
        /// State forces.
        Military = "military", /// Intelligence.
        Intelligence = "intelligence", /// Executive.
        Executive = "executive", /// Legislature.
        Legislative = "legislative", /// Elections.
        Election = "election", /// Non-routine change in formal bodies and parties.
        PoliticalInstitutions = "political_institutions", /// For democracy.
        ProDemocracy = "pro_democracy", /// For autocracy.
        ProAutocracy = "pro_autocracy", /// Economy.
        Economic = "economic", /// Law and courts.
        Legal = "legal", /// Reparations.
        Reparations = "reparations", /// Human rights in general.
        HumanRights = "human_rights", /// Specific rights.
        RightsFreedoms = "rights_freedoms", /// Force against the mostly unarmed.
        Repression = "repression", /// Water, food, housing, energy, land.
        HumanSecurity = "human_security", /// Gender.
        Gender = "gender", /// LGBT.
        Lgbt = "lgbt", /// Religion and ethnicity.
        ReligionEthnicity = "religion_ethnicity", /// Inequality.
        Inequality = "inequality", /// Diplomacy.
        Diplomatic = "diplomatic", /// Territory.
        Territory = "territory", /// Peacekeeping.
        Peacekeeping = "peacekeeping", /// Health.
        Health = "health", /// Asylum.
        Asylum = "asylum", /// Migration.
        Migration = "migration", /// Disasters and accidents.
        Disasters = "disasters", /// Natural resources.
        NaturalResource = "natural_resource", /// Environment.
        Environment = "environment", /// Technology.
        Technology = "technology", /// Terrorism.
        Terrorism = "terrorism", /// Chemical, biological, radiological, nuclear.
        Cbrn = "cbrn", /// Cyber.
        Cyber = "cyber", /// Misinformation.
        Misinformation = "misinformation", /// Crime.
        Crime = "crime", /// Corruption.
        Corruption = "corruption", /// Illegal drugs.
        IllegalDrugs = "illegal_drugs", /// Trafficking.
        Trafficking = "trafficking",
    }
}

closed_list! {
    /// How a mention names its actor.
    MentionKind { /// A proper name.
        Name = "name", /// A common noun: "die Regierung".
        Nominal = "nominal", /// A pronoun.
        Pronoun = "pronoun", /// A seat or building that stands for a government.
        Metonym = "metonym", /// An adjective: "russische".
        Adjective = "adjective", /// First part of a compound: "US" in "US-Sanktionen".
        CompoundPart = "compound-part" }
}

closed_list! {
    /// How finely a time is known.
    Granularity { /// A day.
        Day = "day", /// A week, Monday to Sunday.
        Week = "week", /// A month or part of one.
        Month = "month", /// A season or quarter.
        Season = "season", /// A year.
        Year = "year", /// A decade or longer.
        Decade = "decade", /// Not resolved.
        Vague = "vague" }
}

closed_list! {
    /// What a time was resolved from.
    Basis { /// A full date in the text.
        Explicit = "explicit", /// Words relative to the day of publication.
        Relative = "relative", /// Words relative to another time in the text.
        Anchor = "anchor", /// Nothing but the verb's tense.
        Tense = "tense", /// Nothing but the day of publication.
        Document = "document" }
}

closed_list! {
    /// How finely a place is known.
    Precision { /// A building, base, crossing.
        Point = "point", /// A city or village.
        City = "city", /// A region or province.
        Region = "region", /// A state.
        Country = "country", /// A sea, mountain range, part of the world.
        Area = "area" }
}
