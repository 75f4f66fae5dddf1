use super::*;
use crate::actors::Actors;
use dateline_terms::told;

fn sketch(text: &str, outlet: &str) -> Sketch {
    Sketch::new(text, Some(outlet), None, Outlets::embedded())
}

/// A story of our own, long enough to be copied.
const STORY: &str = "Shells fell on the covered market of the town at noon, when it was full of people who had \
    come to buy bread after three days in which no lorry had passed the road from the north. The head of the town's \
    only clinic counted nine dead and said that most of the wounded were taken away in private cars, since its one \
    ambulance had been hit in the spring. Neither army spoke of the shelling by nightfall.";

#[test]
fn agencies_are_credited_where_and_as_credits_stand() {
    let credited = |text: &str| sketch(text, "Example Herald").agencies;
    for (text, agencies) in [
        ("BEIRUT (AP) — Shells fell on a market.", vec!["ap"]),
        ("(Reuters) - Shells fell on a market.", vec!["reuters"]),
        ("Market shelled, nine killed AFP Friday 22 July 2016 Shells fell on a market.", vec!["afp"]),
        ("Shells fell on a market, a monitor said.-AFP", vec!["afp"]),
        ("Shells fell on a market, the clinic said. - REUTERS", vec!["reuters"]),
        ("Shells fell on a market. (With AFP and Reuters)", vec!["afp", "reuters"]),
        ("Shells fell on a market.\n\nOur Standards: The Thomson Reuters Trust Principles.", vec!["reuters"]),
        ("ADEN, Yemen, March 7 (Xinhua) -- Shells fell on a market.", vec!["xinhua"]),
        ("Shells fell on a market, one of his relatives told AFP.", vec![]),
        ("Shells fell on a market, the SANA news agency said.", vec![]),
        ("A market after the shelling (Name of Photographer/File/Reuters) Shells fell.", vec![]),
        ("The shelling (AFP photo) came at noon.", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(credited(text), agencies, "{text}");
    }
    let by =
        Sketch::new("Shells fell.", None, Some("Our staff and Agence France-Presse"), Outlets::embedded());
    assert_eq!((by.agencies, by.outlet), (vec!["afp".to_string()], None));
}

#[test]
fn copies_are_one_voice_whatever_is_put_before_and_behind_them() {
    let copy = format!("Exclusive to our readers. {STORY} Follow us for more on this and other matters.");
    let other = "Nine people died in the market when it was shelled at midday, a doctor of the clinic told us. He had \
        seen the cars that took the wounded away, he said, and did not know which of the two armies had fired.";
    let all =
        [sketch(STORY, "Example Herald"), sketch(&copy, "Example Post"), sketch(other, "Example Times")];
    assert_eq!(voices(&all.iter().collect::<Vec<_>>()), [0, 0, 1]);
    assert_eq!(voices(&[&all[2], &all[1], &all[0]]), [0, 1, 1]);
    assert!(likeness(&all[0], &all[1]).share > 0.9 && likeness(&all[0], &all[2]).runs == 0);
}

#[test]
fn an_agencys_stories_are_one_voice_and_an_outlets_own_another() {
    let reports = [
        sketch("Nine died in a market. - AFP", "Example Herald"),
        sketch("AMMAN (AFP) — Many dead at market", "Example Post"),
        sketch("Our reporter saw the market", "Example Herald"),
        sketch("More on the market tomorrow", "The Example Herald"),
        sketch("A market was shelled", ""),
        sketch("A market was hit", ""),
    ];
    assert_eq!(voices(&reports.iter().collect::<Vec<_>>()), [0, 0, 1, 2, 3, 4]);
}

#[test]
fn a_shared_stretch_of_fifteen_words_always_shares_a_fingerprint() {
    let words: Vec<&str> = STORY.split(' ').collect();
    for (n, stretch) in words.windows(15).enumerate() {
        let other = format!("quite another story that {} and then goes on elsewhere {n}", stretch.join(" "));
        assert!(likeness(&sketch(STORY, ""), &sketch(&other, "")).runs >= 1, "{other}");
    }
}

#[test]
fn two_shared_quotations_are_one_voice_and_one_is_not() {
    let quote =
        ["“We heard the first shell and then nothing for a while”", "“Nobody came to help us until dark”"];
    let say = |a: &str, b: &str, own: &str| format!("{own} {a} she said. {own} {b} she said.");
    let one = sketch(&say(quote[0], quote[1], "A woman stood by the wall."), "a");
    let two = sketch(&say(quote[0], quote[1], "In the ruins there was a trader."), "b");
    let three = sketch(&say(quote[0], "“Another shell fell on the same street later”", "A man ran."), "c");
    assert!(likeness(&one, &two).is_copy());
    assert!(!likeness(&one, &three).is_copy());
}

#[test]
fn a_sketch_comes_back_as_it_was_and_other_bytes_do_not() {
    for text in [STORY, "", "BEIRUT (AP) — “One two three four five six seven”"] {
        for outlet in ["Example Herald", ""] {
            let sketch = sketch(text, outlet);
            let bytes = sketch.write();
            assert_eq!(Sketch::read(&bytes).as_ref(), Some(&sketch));
            assert!((0..bytes.len()).all(|n| Sketch::read(&bytes[..n]).is_none()));
        }
    }
    assert!(Sketch::read(b"\x02").is_none() && Sketch::read(&[1, 0, 255, 255, 255, 255]).is_none());
    // 400 words take about 400 bytes.
    assert!(sketch(&STORY.repeat(6), "x").write().len() < 600);
}

fn event(side_a: &[&str], side_b: &[&str]) -> told::Event {
    let side = |ids: &[&str]| -> serde_json::Value {
        ids.iter()
            .map(|id| serde_json::json!({"text": id, "start": 0, "end": 0, "name": id, "kind": "other", "actor": id}))
            .collect()
    };
    serde_json::from_value(serde_json::json!({
        "eid": "e1", "evidence": "x", "type": "attack", "status": "occurred", "standing": "main",
        "side_a": side(side_a), "side_b": side(side_b)
    }))
    .expect("an event")
}

#[test]
fn parties_are_the_states_and_groups_on_a_side_their_media_and_speakers() {
    let (actors, outlets) = (Actors::embedded(), Outlets::embedded());
    let event = event(&["sy-military"], &["islamic-state"]);
    let sides = Sides::new([&event].into_iter(), Some("SY"), actors);
    let of_outlet = |name: &str| sides.of_outlet(outlet(name, outlets).expect("listed"));
    assert_eq!(of_outlet("SANA"), Some(Side::A));
    assert_eq!(of_outlet("Reuters"), None);
    assert_eq!(of_outlet("Xinhua"), None);
    let said = |words: &str| sides.of_speaker(words, outlets, actors);
    assert_eq!(said("the Syrian army"), Some(Side::A));
    assert_eq!(said("SANA"), Some(Side::A));
    assert_eq!(said("Islamic State"), Some(Side::B));
    for bystander in
        ["the Syrian Observatory for Human Rights", "residents", "a doctor", "the United Nations", "Reuters"]
    {
        assert_eq!(said(bystander), None, "{bystander}");
    }
}
