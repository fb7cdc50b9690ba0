//! Broken and foreign model files are refused with a reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use depesche_language::{Engine, ModelError};

const BASE: &[u8] = include_bytes!("../../../models/base.safetensors");
const NETWORK: &[u8] = include_bytes!("../../../models/network.safetensors");

#[test]
fn files_that_are_no_models_are_unreadable() {
    for (base, network) in [(&b""[..], NETWORK), (b"no model", NETWORK), (BASE, b"{}"), (BASE, &NETWORK[..5000])] {
        let error = Engine::from_bytes(base, network).expect_err("broken");
        assert!(matches!(error, ModelError::Unreadable { .. }), "{error}");
    }
}

#[test]
fn a_base_of_another_network_is_refused() {
    let mut other = BASE.to_vec();
    *other.last_mut().expect("not empty") ^= 1;
    let error = Engine::from_bytes(&other, NETWORK).expect_err("another base");
    assert!(matches!(error, ModelError::OtherBase { .. }), "{error}");
    assert!(error.to_string().starts_with("network belongs to another base file"));
}

#[test]
fn files_in_the_wrong_place_miss_their_tensors() {
    let error = Engine::from_bytes(NETWORK, BASE).expect_err("swapped");
    assert_eq!(error.to_string(), "network has no usable metadata \"config\": it is missing");
}

#[test]
fn a_tensor_of_another_name_is_missed() {
    let mut renamed = NETWORK.to_vec();
    let at = renamed.windows(8).position(|w| w == b"\"upos.w\"").expect("the head is there");
    renamed[at + 1] = b'x';
    let error = Engine::from_bytes(BASE, &renamed).expect_err("a head is missing");
    assert!(error.to_string().contains("no usable tensor \"upos.w\""), "{error}");
}

#[test]
fn the_engine_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
}
