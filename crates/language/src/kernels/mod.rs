//! The arithmetic of the network: exact integer matrix products and f32 rows, one meaning on every CPU.
//!
//! A [`Kernel`] is a choice of instructions.  All kernels give the same bytes: integer sums are exact, and f32
//! work is written once with a fixed order of summation (`math`), then compiled for each instruction set;
//! Rust never fuses or reorders floating point by itself.
//!
//! This is the only module of the crate with unsafe code: calls into functions compiled for instructions that
//! [`Kernel::available`] has found, and the SIMD loads and stores of the two integer kernels.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod linear;
mod math;
mod portable;
#[cfg(test)]
mod tests;

pub use linear::{Linear, Matrix, Quantised};
pub use math::{sigmoid, softmax};

/// Values that are computed side by side; the unit of every fixed order of summation.
pub const LANES: usize = 16;

/// A set of instructions that this CPU has.
///
/// Values come only from [`Kernel::available`] and [`Kernel::best`], so holding one proves that the CPU can run it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Instructions);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instructions {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// The kernels of this CPU, slowest first; the portable one is always there.
    #[must_use]
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut)] // other architectures have one kernel
        let mut kernels = vec![Self(Instructions::Portable)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                kernels.push(Self(Instructions::Avx2));
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                kernels.push(Self(Instructions::Avx512));
            }
        }
        kernels
    }

    /// The fastest kernel of this CPU.
    #[must_use]
    pub fn best() -> Self {
        Self::available().pop().unwrap_or(Self(Instructions::Portable))
    }

    /// `portable`, `avx2` or `avx512vnni`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Instructions::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512 => "avx512vnni",
        }
    }
}

/// Declares methods of [`Kernel`] that run a function of `math`, compiled for each instruction set.
macro_rules! compiled_for_each {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?);)+) => {
        impl Kernel {
            $($(#[$doc])*
            pub fn $name(self, $($arg: $type),*) {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $type),*) {
                    math::$name($($arg),*);
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn avx512($($arg: $type),*) {
                    math::$name($($arg),*);
                }
                match self.0 {
                    Instructions::Portable => math::$name($($arg),*),
                    // SAFETY: a kernel is only handed out where `available` has found its instructions.
                    #[cfg(target_arch = "x86_64")]
                    Instructions::Avx2 => unsafe { avx2($($arg),*) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Instructions::Avx512 => unsafe { avx512($($arg),*) },
                }
            })+
        }
    };
}

compiled_for_each! {
    /// GELU of every value (exact form, by an approximation of erf good to f32).
    fn gelu_all(values: &mut [f32]);
    /// Layer norm of rows of `weight.len()` values, each after adding the row of `added` to it.
    fn add_norm(rows: &mut [f32], added: &[f32], weight: &[f32], bias: &[f32], eps: f32);
    /// `sum += rows · factor`.
    fn add_scaled(sum: &mut [f32], rows: &[f32], factor: f32);
    /// Rounds rows of `width` values (every `stride` values one) to −63 … 63; see `Quantised`.
    fn quantise_rows(rows: &[f32], width: usize, stride: usize, out: &mut Quantised);
    /// Attention of one sequence; see `math::attend`.
    fn attend(projected: &[f32], n_heads: usize, hidden: usize, work: &mut Vec<f32>, out: &mut [f32]);
    /// Products of every row of `left` with every row of `right`, rows of `width`; `out` is `[left, right]`.
    fn dots(left: &[f32], right: &[f32], width: usize, out: &mut [f32]);
    /// `out[r] = Σ_i x[i] · rows[i][r]`, rows as wide as `out`.
    fn weighted_rows(x: &[f32], rows: &[f32], out: &mut [f32]);
}

impl Kernel {
    /// The linear layer: `out = rows · weightsᵀ · scales + bias`, one row of `out` for each row.
    pub fn linear(self, rows: &Quantised, layer: &Linear, out: &mut Matrix) {
        out.reshape(rows.n_rows(), layer.width());
        if rows.n_rows() == 0 {
            return;
        }
        assert_eq!(rows.groups(), layer.groups(), "a layer meets rows of its own width");
        match self.0 {
            Instructions::Portable => portable::product(rows, layer, out),
            // SAFETY: the CPU has the instructions; shapes are as the types guarantee and as just checked.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => unsafe { avx2::product(rows, layer, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512 => unsafe { avx512::product(rows, layer, out) },
        }
    }
}
