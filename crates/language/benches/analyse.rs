//! How fast a text is analysed: `cargo bench -p depesche-language`.

use depesche_language::{Engine, Kernel};
use depesche_record::Language;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Fixed texts of the tree's own cases, each repeated to the length of a long article.
fn text(language: Language) -> String {
    let text = match language {
        Language::German => include_str!("../../../tests/language/de/article.txt"),
        Language::English => include_str!("../../../tests/language/en/article.txt"),
    };
    text.repeat(4)
}

#[divan::bench(args = [Language::German, Language::English], consts = [0, 1, 2], sample_count = 5)]
fn words<const KERNEL: usize>(bencher: Bencher<'_, '_>, language: Language) {
    let Some(&kernel) = Kernel::available().get(KERNEL) else { return };
    let Ok(engine) = Engine::embedded().map(|engine| engine.with_kernel(kernel)) else { return };
    let text = text(language);
    let n_words = engine.analyse(&text, language).sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
    bencher.counter(ItemsCount::new(n_words)).bench_local(|| engine.analyse(&text, language));
}
