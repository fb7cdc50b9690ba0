//! PLOVER's 16 event types with quad classes, scores and modes.
//!
//! Source: PLOVER manual, draft 2.0 (openeventdata/PLOVER, CC BY-SA 4.0).

use crate::codes::closed_list;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

closed_list! {
    /// What an act is: PLOVER's 16 event types.
    EventType {
        /// Agrees, offers, promises to cooperate.
        Agree = "AGREE",
        /// Meets, visits, negotiates.
        Consult = "CONSULT",
        /// Political, non-material support.
        Support = "SUPPORT",
        /// Gives in verbally.
        Concede = "CONCEDE",
        /// Material exchange that serves both.
        Cooperate = "COOPERATE",
        /// Material help that serves the recipient.
        Aid = "AID",
        /// Gives in materially.
        Retreat = "RETREAT",
        /// Requests, demands, orders, appeals.
        Request = "REQUEST",
        /// Criticises, accuses, investigates.
        Accuse = "ACCUSE",
        /// Refuses.
        Reject = "REJECT",
        /// Threatens.
        Threaten = "THREATEN",
        /// Civilians act in public against somebody.
        Protest = "PROTEST",
        /// Cuts existing relations.
        Sanction = "SANCTION",
        /// Military or police moves short of force.
        Mobilize = "MOBILIZE",
        /// Represses or restricts short of violence.
        Coerce = "COERCE",
        /// Violence and intended destruction.
        Assault = "ASSAULT",
    }
}

closed_list! {
    /// Cooperation or conflict, in words or in deeds.
    Quad { /// Verbal cooperation.
        VerbalCooperation = "verbal-cooperation", /// Material cooperation.
        MaterialCooperation = "material-cooperation", /// Verbal conflict.
        VerbalConflict = "verbal-conflict", /// Material conflict.
        MaterialConflict = "material-conflict" }
}

impl EventType {
    /// The type's quad class.
    #[must_use]
    pub fn quad(self) -> Quad {
        use EventType as E;
        match self {
            E::Agree | E::Consult | E::Support | E::Concede => Quad::VerbalCooperation,
            E::Cooperate | E::Aid | E::Retreat => Quad::MaterialCooperation,
            E::Request | E::Accuse | E::Reject | E::Threaten => Quad::VerbalConflict,
            E::Protest | E::Sanction | E::Mobilize | E::Coerce | E::Assault => Quad::MaterialConflict,
        }
    }

    /// Conflict–cooperation score, −10 … 10.
    ///
    /// The manual's table prints 3 for ACCUSE while its modes are −2 to −3.5; we read it as −3.
    #[must_use]
    pub fn score(self) -> f32 {
        use EventType as E;
        match self {
            E::Agree | E::Consult => 2.5,
            E::Support => 5.0,
            E::Concede => 4.5,
            E::Cooperate => 9.5,
            E::Aid => 10.0,
            E::Retreat => 6.5,
            E::Request => 0.0,
            E::Accuse => -3.0,
            E::Reject => -2.0,
            E::Threaten => -3.5,
            E::Protest => -5.0,
            E::Sanction => -6.0,
            E::Mobilize => -5.5,
            E::Coerce => -7.0,
            E::Assault => -9.0,
        }
    }

    /// CAMEO root or base code that stands for the type where no class says more.
    #[must_use]
    pub fn cameo(self) -> &'static str {
        use EventType as E;
        match self {
            E::Agree => "030",
            E::Consult => "040",
            E::Support => "050",
            E::Concede => "080",
            E::Cooperate => "060",
            E::Aid => "070",
            E::Retreat => "084",
            E::Request => "100",
            E::Accuse => "110",
            E::Reject => "120",
            E::Threaten => "130",
            E::Protest => "140",
            E::Sanction => "160",
            E::Mobilize => "150",
            E::Coerce => "170",
            E::Assault => "180",
        }
    }
}

/// One type's modes with their scores; `None` where the type's score holds.
type Modes = (EventType, &'static [(&'static str, Option<f32>)]);

/// The modes of every type that has some.
const MODES: &[Modes] = &[
    (
        EventType::Consult,
        &[("visit", Some(4.0)), ("third-party", Some(1.0)), ("multilateral", Some(4.0)), ("phone", Some(1.5))],
    ),
    (
        EventType::Retreat,
        &[
            ("withdraw", Some(8.0)),
            ("release", Some(6.5)),
            ("disarm", Some(10.0)),
            ("ceasefire", Some(7.5)),
            ("access", Some(6.5)),
            ("resign", Some(4.5)),
        ],
    ),
    (EventType::Request, &[("assist", Some(0.5)), ("change", Some(-1.0)), ("yield", Some(-1.0)), ("meet", Some(0.0))]),
    (EventType::Accuse, &[("disapprove", Some(-2.0)), ("investigate", Some(-3.5)), ("allege", Some(-3.5))]),
    (EventType::Reject, &[("assist", Some(-1.5)), ("change", None), ("yield", None), ("meet", None)]),
    (
        EventType::Threaten,
        &[
            ("restrict", Some(-3.0)),
            ("arrest", None),
            ("relations", None),
            ("expel", None),
            ("territory", Some(-4.0)),
            ("violence", None),
        ],
    ),
    (
        EventType::Protest,
        &[
            ("demo", None),
            ("riot", Some(-7.0)),
            ("strike", None),
            ("hunger", Some(-4.5)),
            ("boycott", Some(-4.5)),
            ("obstruct", Some(-4.5)),
            ("vandalize", None),
        ],
    ),
    (EventType::Sanction, &[("convict", None), ("expel", Some(-5.5)), ("withdraw", None), ("discontinue", None)]),
    (
        EventType::Mobilize,
        &[("troops", Some(-6.5)), ("weapons", Some(-6.5)), ("police", None), ("militia", Some(-6.0))],
    ),
    (
        EventType::Coerce,
        &[
            ("seize", None),
            ("restrict", None),
            ("censor", Some(-6.5)),
            ("curfew", Some(-6.5)),
            ("martial-law", Some(-7.5)),
            ("arrest", None),
            ("deport", None),
            ("withhold", None),
            ("misinformation", Some(-6.5)),
            ("cyber", None),
        ],
    ),
    (
        EventType::Assault,
        &[
            ("abduct", Some(-8.5)),
            ("beat", Some(-7.5)),
            ("torture", Some(-8.5)),
            ("sexual", Some(-8.5)),
            ("targeted", Some(-9.5)),
            ("destroy", Some(-8.5)),
            ("primitive", Some(-8.0)),
            ("firearms", None),
            ("explosives", None),
            ("suicide-attack", Some(-9.5)),
            ("aerial", Some(-9.5)),
            ("drone", Some(-9.5)),
            ("heavy-weapons", Some(-9.5)),
            ("crowd-control", Some(-7.5)),
            ("unconventional", Some(-10.0)),
        ],
    ),
];

/// The modes that PLOVER lists for a type.
pub fn modes_of(kind: EventType) -> impl Iterator<Item = &'static str> {
    MODES.iter().filter(move |(k, _)| *k == kind).flat_map(|(_, modes)| modes.iter().map(|(m, _)| *m))
}

/// The score of an act: its first mode's where that differs from its type's.
#[must_use]
pub fn mode_score(kind: EventType, modes: &[String]) -> f32 {
    let of_mode = modes.first().and_then(|mode| {
        MODES.iter().filter(|(k, _)| *k == kind).flat_map(|(_, ms)| ms.iter()).find(|(m, _)| m == mode)?.1
    });
    of_mode.unwrap_or_else(|| kind.score())
}
