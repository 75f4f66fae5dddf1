//! Files of other datasets, in the forms that they come in.

mod set;

use dateline_export::{Foreign, Import, read_acled, read_ucdp};
use dateline_terms::ActorKind;
use set::{date, folder, options, written};

/// Reads a text as a file.
fn acled(text: &str) -> Import {
    let folder = folder();
    let path = folder.path().join("x.csv");
    std::fs::write(&path, text).expect("a file");
    read_acled(&path).expect("a file of ACLED's")
}

fn only(import: Import) -> Foreign {
    assert_eq!((import.rows.len(), &import.skipped), (1, &vec![]), "{import:?}");
    import.rows.into_iter().next().expect("a row")
}

const HEADS: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
    assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,\
    admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

#[test]
fn todays_form_is_read() {
    let row = "SDN100,2024-03-05,2024,1,Political violence,Explosions/Remote violence,Air/drone strike,Military Forces \
        of Sudan (2019-),Police; Militia of X,State forces,Civilians (Sudan),,Civilians,State forces-Civilians,Civilian \
        targeting,729,Northern Africa,Sudan,Khartoum,,,Omdurman,15.6440,32.4780,1,Radio A; Paper B,National,\"A note, \
        with \"\"quotes\"\"\nand lines.\",12,,1710000000";
    let event = only(acled(&format!("{HEADS}\n{row}\n")));
    assert_eq!(event.id, "SDN100");
    assert_eq!((event.first, event.last), (date("2024-03-05"), date("2024-03-05")));
    assert_eq!(event.event_type.as_deref(), Some("air_drone_strike"));
    assert_eq!(event.families, ["strike"]);
    assert_eq!(event.country.as_deref(), Some("SD"));
    assert_eq!((event.at, event.radius_km), (Some((15.644, 32.478)), 5.0));
    assert_eq!(
        event.side_a.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["Military Forces of Sudan (2019-)", "Police", "Militia of X"]
    );
    assert_eq!(event.side_a[0].kind, Some(ActorKind::StateForces));
    assert_eq!(event.side_b[0].kind, Some(ActorKind::Civilians));
    assert_eq!((event.deaths_low, event.deaths_best, event.deaths_high), (Some(12), Some(12), None));
    assert_eq!(event.sources, ["Radio A", "Paper B"]);
    assert!(event.notes.starts_with("A note, with \"quotes\"\n"), "{}", event.notes);
}

#[test]
fn the_forms_of_other_years_are_read() {
    // Semicolons, a byte-order mark, capitals, days in words, numbers for kinds, ISO3, decimal commas.
    let older = "\u{feff}DATA_ID;ISO3;EVENT_ID_CNTY;EVENT_DATE;TIME_PRECISION;EVENT_TYPE;SUB_EVENT_TYPE;ACTOR1;INTER1;\
        ACTOR2;INTER2;INTERACTION;COUNTRY;ADMIN1;LOCATION;LATITUDE;LONGITUDE;GEO_PRECISION;FATALITIES\n\
        7;SYR;SYR7;16 May 2015;2;Battles;Armed clash;Islamic State;2;Opposition Rebels (Syria);2;22;Syria;Homs;Tadmur;\
        34,56;38,27;2;3.0\n";
    let event = only(acled(older));
    assert_eq!((event.first, event.last), (date("2015-05-13"), date("2015-05-19")));
    assert_eq!((event.at, event.radius_km, event.deaths_best), (Some((34.56, 38.27)), 25.0, Some(3)));
    assert_eq!(event.side_b[0].kind, Some(ActorKind::Rebel));
    assert_eq!(event.event_type.as_deref(), Some("armed_clash"));
    // 35 columns, both texts of civilian_targeting, and a sea for a country.
    let more = format!("{HEADS},population_1km,population_2km,population_5km,population_best");
    let row = |text: &str, country: &str| {
        format!(
            "YEM1,2025-10-02,2025,1,Political violence,Explosions/Remote violence,Suicide bomb,,,,,,,,{text},,Middle \
            East,{country},,,,At sea,13.5,42.9,2,,,,0,,1,10,20,30,10"
        )
    };
    let text =
        format!("{more}\n{}\n{}\n", row("Civilians targeted", "Yemen"), row("Civilian targeting", "Red Sea"));
    let import = acled(&text);
    assert_eq!((import.rows.len(), import.skipped.len()), (2, 0));
    assert_eq!(import.rows[0].country.as_deref(), Some("YE"));
    assert_eq!(import.rows[1].country, None);
}

#[test]
fn bad_rows_are_named_and_the_others_kept() {
    let row = |id: &str, day: &str, sub: &str| {
        format!("{id},{day},2024,1,,Battles,{sub},,,,,,,,,,,Syria,,,,,,,,,,,,,")
    };
    let rows = [
        row("A1", "2024-01-01", "Armed clash"),
        row("A2", "01/02/2024", "Armed clash"),
        row("\"A\n3\"", "2024-01-03", "Armed clash"),
        row("", "2024-01-04", "Armed clash"),
        format!("A5,2024-01-05,2024,1,,Quarrels,Loud one{}", ",".repeat(24)),
        row("A6", "2024-01-06", "A new kind"),
        "A7,2024-01-07".to_string(),
    ];
    let import = acled(&format!("{HEADS}\n{}\n", rows.join("\n")));
    assert_eq!(import.rows.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["A1", "A\n3", "A6"]);
    // An unknown sub-event type of a known event type leaves the families open.
    assert_eq!((&import.rows[2].event_type, &import.rows[2].families), (&None, &vec!["fight"]));
    let told: Vec<String> = import.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 3: \"01/02/2024\" is no day that can be read.",
            "line 6: It has no id.",
            "line 7: \"Quarrels\", \"Loud one\" is no type of ACLED's that we know.",
            "line 9: \"\", \"\" is no type of ACLED's that we know.",
        ]
    );
}

#[test]
fn a_file_of_something_else_is_refused() {
    let folder = folder();
    let path = folder.path().join("x.csv");
    std::fs::write(&path, "a,b\n1,2\n").expect("a file");
    let error = read_acled(&path).expect_err("an error").to_string();
    assert!(
        error.ends_with("its first line has no column event_id_cnty or data_id or event_id_no_cnty."),
        "{error}"
    );
    let error = read_ucdp(&folder.path().join("none.csv")).expect_err("an error").to_string();
    assert!(error.contains("none.csv cannot be read: No such file"), "{error}");
}

#[test]
fn what_we_write_in_their_shape_is_read_again() {
    let folder = folder();
    let (file, summary) = written(folder.path(), "x.acled.csv", "acled", &options());
    let import = read_acled(&file).expect("a file of ACLED's");
    assert_eq!((import.rows.len(), import.skipped.len()), (summary.written, 0));
    // The apostrophe that keeps a spreadsheet from running it is gone again.
    assert!(import.rows.iter().any(|row| row.place == "=1+1" && row.side_a[0].name == "@SUM(1;2)"));
    let (file, summary) = written(folder.path(), "x.ucdp.csv", "ucdp", &options());
    let import = read_ucdp(&file).expect("a file of UCDP's");
    assert_eq!((import.rows.len(), import.skipped.len()), (summary.written, 0));
    let first = &import.rows[0];
    assert_eq!((first.deaths_low, first.deaths_best, first.deaths_high), (Some(3), Some(5), Some(8)));
    assert_eq!((first.country.as_deref(), first.admin1.as_str()), (Some("SY"), "Aleppo"));
    assert_eq!(first.side_b[0].kind, Some(ActorKind::Civilians));
}

#[test]
fn a_ucdp_release_is_read() {
    let folder = folder();
    let path = folder.path().join("ged.csv");
    let heads = "id,relid,year,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,\
        country,country_id,date_prec,date_start,date_end,best,high,low";
    let rows = [
        "1,ISR-2023-1-1-1,2023,1,Government of Israel,Hamas,1,Gaza city,Gaza Strip,31.5,34.45,Israel,666,1,2023-12-01 \
         00:00:00.000,2023-12-01 00:00:00.000,5,7,5",
        "2,x,2023,4,a,b,1,c,d,1,1,Mali,432,1,2023-12-01,2023-12-01,1,1,1",
        "3,x,2023,3,\"Group of A, B\",Civilians,4,Gao region,Gao,16.3,0.0,Mali,432,2,2023-12-03,2023-12-01,1,1,1",
    ];
    std::fs::write(&path, format!("{heads}\n{}\n", rows.join("\n"))).expect("a file");
    let import = read_ucdp(&path).expect("a file of UCDP's");
    let event = &import.rows[0];
    assert_eq!((event.country.as_deref(), event.first), (Some("PS"), date("2023-12-01")));
    assert_eq!(event.side_a[0].kind, Some(ActorKind::StateForces));
    assert_eq!(event.families, ["fight", "strike", "bomb"]);
    let told: Vec<String> = import.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 3: \"4\" is no type of violence.",
            "line 4: It ends on 2023-12-01, before it begins on 2023-12-03."
        ]
    );
}
