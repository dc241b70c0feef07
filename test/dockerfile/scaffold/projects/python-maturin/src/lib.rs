use pyo3::prelude::*;

#[pymodule]
fn fastclock(_module: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
