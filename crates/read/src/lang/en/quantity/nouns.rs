//! Words that a quantity may count, and words that end its noun phrase.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Nouns for one person. "a", "another", "one" or "the" before them makes one victim; their plurals count too.
/// The list is of common English words for people in reports of violence, put together for this file.
const PERSON: &str = "\
    accomplice activist actor adult afghan aide airman alawite ambassador american analyst arab armenian \
    assailant assassin assyrian asylum-seeker attacker aunt australian baby believer bishop blogger \
    bodyguard bomber boy briton brother businessman bystander cadet cameraman canadian candidate captain \
    captive chief child christian citizen civilian cleric colonel combatant commander commuter comrade \
    congressman constable contractor convict cook corporal councillor cousin crewman crewmember criminal daughter \
    defector defender demonstrator deputy detainee diplomat director dissident doctor driver druze \
    editor elder emir employee engineer ethiopian european executive extremist fan farmer father female \
    fighter firefighter fisherman foreigner gendarme general german girl governor grandfather \
    grandmother guard guerrilla gunman herder hostage husband imam indian infant informant inmate \
    inspector insurgent interpreter intruder iranian iraqi islamist israeli italian janitor jihadi \
    jihadist journalist judge kurd laborer labourer lawmaker lawyer leader lebanese lecturer libyan \
    lieutenant loyalist major male man marine mayor medic member mercenary merchant migrant militant \
    militia militiaman miner minister minor missionary mother mourner muslim national negotiator nephew \
    niece nigerian nun nurse officer official operative opponent pakistani palestinian paramedic \
    paramilitary passenger passerby pastor patient peacekeeper peasant pedestrian perpetrator person \
    photographer photojournalist physician pilgrim pilot policeman policewoman politician preacher \
    president priest principal prisoner professor protester protestor pupil rabbi ranger rebel recruit \
    refugee relative reporter rescuer researcher resident rioter rohingya russian sailor salesman \
    schoolboy schoolchild schoolgirl schoolteacher secretary seminarian senator separatist sergeant \
    serviceman servicewoman settler sheikh shepherd shiite shopkeeper sibling sister sniper soldier \
    somali son spokesman spokeswoman student sunni supporter survivor suspect syrian teacher technician \
    teen teenager terrorist tigrayan toddler tourist trader trainer translator traveler traveller \
    tribesman trooper turk ukrainian uncle vendor veteran victim villager visitor volunteer warrior wife \
    woman worker worshiper worshipper writer yazidi yemeni youngster youth";

/// Nouns for many people, or for bodies, that a number may count, in the form that follows a number.
const PEOPLE: &str = "\
    abductees arrests babies bodies boys businessmen cadres cases casualties children clergymen \
    combattants corpses crew crewmen dead deaths dependents detentions displaced elements evacuees \
    faction faithful families fatalities firemen fishermen forces girls gunmen hostages households hurt \
    infantrymen inhabitants injured injuries internally-displaced kidnappings killed lawmen lives locals \
    martyrs men mercenaries militiamen militias missing missionaries operatives others paramilitaries \
    passersby people personnel persons police policemen relatives returnees schoolchildren servicemen \
    souls staff townspeople tribesmen troops victims wives women wounded youths";

/// Things that a number may count and that reports of violence count: weapons, vehicles, acts, buildings.
const THINGS: &str = "\
    abduction aircraft airstrike ambush animal arrest attack barrel base belt blast boat bomb bomber \
    bombing building bullet bus car cattle checkpoint church city clash convoy demonstration depot \
    device drone explosion explosive faction grenade group gun gunship headquarters helicopter hole home \
    hospital house ied incident jet kidnapping killing launcher livestock massacre mine missile mortar \
    mosque motorcycle munition murder occasion operation outpost plane position post projectile protest \
    raid rally rifle rocket round school shell shelling ship shop site sortie strike suv tank target \
    time town truck tunnel uav vehicle vessel village violation warhead warplane";

/// Nouns that make a number a measure and no count of people or things.
const UNITS: &str = "\
    acre acres am barrels caliber calibre cents centuries century cm day days decade decades degrees \
    dollar dollars est euro euros feet foot ft gmt gram grams hectare hectares hour hours inch inches kg \
    kgs kilo kilogram kilograms kilometer kilometers kilometre kilometres kilos km kmh kms knots lb lbs \
    lira liras liter liters litre litres m meter meters metre metres mile miles minute minutes mm mm- \
    caliber month months mph naira night nights o oclock pct per percent percentage pm points pound \
    pounds rupee rupees second seconds shillings sq square ton tonne tonnes tons usd utc week weekend \
    weekends weeks yard yards year years yuan";

/// Words that can't stand inside the noun phrase that follows a number.
const STOP: &str = "\
    a about according across after against ago all along also although am amid among an and another \
    apiece are around arrived as at attacked away back be became because been before began being between \
    blew both but by came can carried carrying continued could despite did die died dies do does during \
    each earlier either entered every fell fifth fired fled following for from gathered gave had half \
    has have he her here him his hit how i if in including injuring inside into is it its just kill \
    killing last later leaving left like lost made mainly may might mostly must near nearby next nor not \
    now of off on only onto or our out outside over per quarter remain remained reported said says she \
    should since so some struck suffered sustained taken tell tells than that the their them then there \
    they third this those though through thus to told too took toward towards under unlike until up upon \
    via was we wearing went were what when where whereas whereby whether which while who whom whose will \
    with within without would wounding yet you your";

/// Words that end a noun phrase and are its head where no other noun stood before: "12 dead", "27 others",
/// "20 more".
const ENDING: &[&str] = &["dead", "injured", "wounded", "killed", "missing", "hurt", "more", "others"];

/// Person nouns that also stand before other nouns: "a rebel attack", "a student protest".
const ADJECTIVE_TOO: &str = "\
    afghan american arab armenian assyrian australian canadian captive christian civilian criminal druze ethiopian \
    european extremist female general german guerrilla hostage indian insurgent iranian iraqi islamist israeli italian \
    jihadi jihadist kurd lebanese libyan major male marine migrant militant militia minor missionary muslim national \
    nigerian official pakistani palestinian paramilitary prisoner rebel refugee rohingya russian separatist settler \
    shiite somali student sunni suspect syrian terrorist tigrayan ukrainian worker yazidi yemeni youth alawite";

/// The lists above as sets: a quantity asks them about every word of its noun phrase.
struct Sets {
    person: HashSet<&'static str>,
    people: HashSet<&'static str>,
    things: HashSet<&'static str>,
    units: HashSet<&'static str>,
    stop: HashSet<&'static str>,
    adjective_too: HashSet<&'static str>,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| {
    let set = |words: &'static str| words.split(' ').filter(|w| !w.is_empty()).collect();
    Sets {
        person: set(PERSON),
        people: set(PEOPLE),
        things: set(THINGS),
        units: set(UNITS),
        stop: set(STOP),
        adjective_too: set(ADJECTIVE_TOO),
    }
});

/// Whether `word` names one person.
pub(super) fn is_person(word: &str) -> bool {
    SETS.person.contains(word)
}

/// Whether `word`, standing after a number, is something that the number may count.
pub(super) fn is_countable(word: &str) -> bool {
    is_people(word) || singular(word, |s| SETS.things.contains(s))
}

/// Whether `word` counts people or bodies, in the plural or in the singular.
pub(super) fn is_people(word: &str) -> bool {
    SETS.people.contains(word) || singular(word, is_person)
}

/// Whether a known noun is in the form that follows a number above one.
pub(super) fn is_plural(word: &str) -> bool {
    SETS.people.contains(word) || !is_person(word) && !SETS.things.contains(word) || word.ends_with("ese")
}

/// Whether a person's noun also describes other nouns.
pub(super) fn is_adjective_too(word: &str) -> bool {
    SETS.adjective_too.contains(word)
}

/// Whether `word` makes a number a measure.
pub(super) fn is_unit(word: &str) -> bool {
    SETS.units.contains(word)
}

/// Whether `word` can't stand inside the noun phrase after a number.
pub(super) fn is_stop(word: &str) -> bool {
    SETS.stop.contains(word)
}

/// Whether `word` ends a noun phrase and may stand for the noun: "12 dead", "27 others".
pub(super) fn is_ending(word: &str) -> bool {
    ENDING.contains(&word)
}

/// Whether `word` or its singular passes `known`.
fn singular(word: &str, known: impl Fn(&str) -> bool) -> bool {
    known(word)
        || word.strip_suffix('s').is_some_and(&known)
        || word.strip_suffix("es").is_some_and(&known)
        || word.strip_suffix("ies").is_some_and(|stem| known(&format!("{stem}y")))
        || word.strip_suffix("men").is_some_and(|stem| known(&format!("{stem}man")))
}
