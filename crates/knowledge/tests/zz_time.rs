//! t
#[test]
fn t() {
    let a = std::time::Instant::now();
    let k = depesche_knowledge::Knowledge::embedded().unwrap();
    let b = a.elapsed();
    let c = std::time::Instant::now();
    let mut n = 0;
    for _ in 0..10000 { n += k.people(depesche_record::Language::German, "Kim", Some("2024-01-01")).len(); }
    eprintln!("open {b:?} 10000 lookups {:?} {n}", c.elapsed());
    let bytes = postcard::to_stdvec(&k.tables().people).unwrap();
    let names = postcard::to_stdvec(&k.tables().person_names).unwrap();
    eprintln!("people {} names {} n {}", bytes.len(), names.len(), k.tables().person_names.len());
    let d = std::time::Instant::now();
    let v: Vec<depesche_knowledge::schema::PersonRow> = postcard::from_bytes(&bytes).unwrap();
    let n: Vec<depesche_knowledge::tables::PersonName> = postcard::from_bytes(&names).unwrap();
    eprintln!("decode {:?} {} {}", d.elapsed(), v.len(), n.len());
}
