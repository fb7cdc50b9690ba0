//! Which reports of a document tell the same act.

use depesche_record::Event;
use std::collections::BTreeSet;

/// Gives reports of one act the same group: same type, same sides, same fate, and nothing that sets them apart.
pub(crate) fn group(events: &mut [Event]) {
    let mut n_groups = 0;
    for i in 0..events.len() {
        let earlier = (0..i).find(|&j| same_act(&events[j], &events[i]));
        events[i].group = match earlier {
            Some(j) => events[j].group.clone(),
            None => {
                n_groups += 1;
                format!("g{n_groups}")
            }
        };
    }
}

fn same_act(a: &Event, b: &Event) -> bool {
    let side = |fillers: &[depesche_record::RoleFiller]| fillers.iter().map(|f| f.id.clone()).collect::<BTreeSet<_>>();
    let (actor, recipient) = (side(&a.actor), side(&a.recipient));
    a.kind == b.kind
        && !(actor.is_empty() && recipient.is_empty())
        && actor == side(&b.actor)
        && recipient == side(&b.recipient)
        && a.auxiliary == b.auxiliary
        && (a.class == b.class || a.class.is_empty() || b.class.is_empty())
        && compatible(a.time.as_ref(), b.time.as_ref())
        && a.place.as_ref().zip(b.place.as_ref()).is_none_or(|(p, q)| p.name == q.name)
        && (a.quantities.is_empty()
            || b.quantities.is_empty()
            || a.quantities[0].unit != b.quantities[0].unit
            || a.quantities[0].low == b.quantities[0].low)
}

/// Two times may be one: unknown, or overlapping days.
fn compatible(a: Option<&depesche_record::Time>, b: Option<&depesche_record::Time>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let before = |x: &Option<String>, y: &Option<String>| x.as_ref().zip(y.as_ref()).is_some_and(|(x, y)| x < y);
    !before(&a.to, &b.from) && !before(&b.to, &a.from)
}
