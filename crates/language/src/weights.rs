//! Reading tensors out of the two model files.

use crate::error::ModelError;
use crate::kernels::{LANES, Linear};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use std::collections::HashMap;

/// One opened model file.
pub struct Tensors<'a> {
    file: &'static str,
    tensors: SafeTensors<'a>,
    metadata: HashMap<String, String>,
}

/// Weight and bias of a layer norm.
#[derive(Debug)]
pub struct Norm {
    /// Factors.
    pub weight: Vec<f32>,
    /// Added after them.
    pub bias: Vec<f32>,
}

/// Scores of labels for pairs of words: `score_r = Σ_i d'_i · (U_r h')_i`, where d' and h' have a 1 appended.
#[derive(Debug)]
pub struct Bilinear {
    /// h' → for each i, the values of all labels (padded to whole blocks), so that sums run over rows.
    pub of_head: Linear,
    /// Labels with their padding.
    pub width: usize,
    /// Number of labels.
    pub n_labels: usize,
}

impl<'a> Tensors<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ModelError::Unreadable`] where the bytes are no safetensors file.
    pub fn open(file: &'static str, bytes: &'a [u8]) -> Result<Self, ModelError> {
        let unreadable = |e: safetensors::SafeTensorError| ModelError::Unreadable { file, reason: e.to_string() };
        let (_, head) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let tensors = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        Ok(Self { file, tensors, metadata: head.metadata().clone().unwrap_or_default() })
    }

    /// A text of the file's metadata.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).map(String::as_str)
    }

    /// The error that a tensor is not as expected.
    pub fn bad(&self, tensor: &str, expected: &str) -> ModelError {
        ModelError::Tensor { file: self.file, tensor: tensor.to_owned(), expected: expected.to_owned() }
    }

    fn view(&self, name: &str, dtypes: &[Dtype]) -> Result<TensorView<'a>, ModelError> {
        match self.tensors.tensor(name) {
            Ok(view) if dtypes.contains(&view.dtype()) => Ok(view),
            _ => Err(self.bad(name, &format!("a tensor of type {dtypes:?}"))),
        }
    }

    /// A tensor of bytes.
    pub fn bytes(&self, name: &str) -> Result<&'a [u8], ModelError> {
        Ok(self.view(name, &[Dtype::U8])?.data())
    }

    /// A tensor of whole numbers that are not negative.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        let view = self.view(name, &[Dtype::U32, Dtype::I32])?;
        Ok(view.data().as_chunks().0.iter().map(|&b| u32::from_le_bytes(b)).collect())
    }

    /// A tensor of f32.
    pub fn f32s(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        let view = self.view(name, &[Dtype::F32])?;
        Ok(view.data().as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect())
    }

    /// A tensor of `n` f32.
    pub fn f32s_of(&self, name: &str, n: usize) -> Result<Vec<f32>, ModelError> {
        let values = self.f32s(name)?;
        if values.len() == n { Ok(values) } else { Err(self.bad(name, &format!("{n} values"))) }
    }

    /// A layer norm over `n` values.
    pub fn norm(&self, name: &str, n: usize) -> Result<Norm, ModelError> {
        Ok(Norm { weight: self.f32s_of(&format!("{name}.w"), n)?, bias: self.f32s_of(&format!("{name}.b"), n)? })
    }

    /// A linear layer from `n_in` to `n_out`.
    pub fn linear(&self, name: &str, n_in: usize, n_out: usize) -> Result<Linear, ModelError> {
        self.stacked(&[name], n_in, n_out)
    }

    /// Several linear layers from `n_in` to `n_out` each, one behind the other.
    pub fn stacked(&self, names: &[&str], n_in: usize, n_out: usize) -> Result<Linear, ModelError> {
        let (mut weights, mut scale, mut bias) = (Vec::new(), Vec::new(), Vec::new());
        for name in names {
            weights.extend(self.weights(name, n_in, n_out)?);
            scale.extend(self.f32s_of(&format!("{name}.s"), n_out)?);
            bias.extend(self.f32s_of(&format!("{name}.b"), n_out)?);
        }
        Linear::new(&weights, &scale, &bias, n_in).ok_or_else(|| self.bad(names[0], "a layer that is not empty"))
    }

    fn weights(&self, name: &str, n_in: usize, n_out: usize) -> Result<Vec<i8>, ModelError> {
        let name = format!("{name}.w");
        let view = self.view(&name, &[Dtype::I8])?;
        if view.shape() != [n_out, n_in] {
            return Err(self.bad(&name, &format!("shape [{n_out}, {n_in}]")));
        }
        Ok(view.data().iter().map(|&b| b as i8).collect())
    }

    /// A bilinear form over two rows of `n` (without the 1 appended) for `n_labels` labels.
    pub fn bilinear(&self, name: &str, n: usize, n_labels: usize) -> Result<Bilinear, ModelError> {
        let (side, width) = (n + 1, n_labels.next_multiple_of(LANES));
        let stored = self.weights(name, side, n_labels * side)?;
        let stored_scale = self.f32s_of(&format!("{name}.s"), n_labels * side)?;
        let (mut weights, mut scale) = (vec![0; side * width * side], vec![0.0; side * width]);
        for label in 0..n_labels {
            for i in 0..side {
                let (from, to) = (label * side + i, i * width + label);
                scale[to] = stored_scale[from];
                weights[to * side..(to + 1) * side].copy_from_slice(&stored[from * side..(from + 1) * side]);
            }
        }
        let of_head = Linear::new(&weights, &scale, &vec![0.0; side * width], side);
        let of_head = of_head.ok_or_else(|| self.bad(name, "at least one label"))?;
        Ok(Bilinear { of_head, width, n_labels })
    }
}
