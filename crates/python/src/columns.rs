//! Columns of tables that others hand over: found by their names, whichever of Arrow's kinds of text or bytes they are.

use crate::error::said;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int64Type};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::DataType;
use pyo3::PyResult;

fn named<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<&'b ArrayRef> {
    batch.column_by_name(name).ok_or_else(|| {
        let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        said(format!("The table has no column {name:?}; it has {}.", names.join(", ")))
    })
}

fn unfit(name: &str, wanted: &str, kind: &DataType) -> pyo3::PyErr {
    said(format!("The column {name:?} holds {kind} where {wanted} is wanted."))
}

/// The texts of a column.
///
/// # Errors
/// When there is none of that name, or it holds something else.
pub(crate) fn texts<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<Vec<Option<&'b str>>> {
    let column = named(batch, name)?;
    Ok(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => column.as_string::<i64>().iter().collect(),
        DataType::Utf8View => column.as_string_view().iter().collect(),
        DataType::Null => vec![None; batch.num_rows()],
        other => return Err(unfit(name, "text", other)),
    })
}

/// The texts of a column that has one in every row.
///
/// # Errors
/// As [`texts`], and when a row has none.
pub(crate) fn all_texts<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<Vec<&'b str>> {
    let missing = || said(format!("The column {name:?} lacks a value."));
    texts(batch, name)?.into_iter().map(|text| text.ok_or_else(missing)).collect()
}

/// The bytes of a column.
///
/// # Errors
/// When there is none of that name, or it holds something else.
pub(crate) fn bytes<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<Vec<Option<&'b [u8]>>> {
    let column = named(batch, name)?;
    Ok(match column.data_type() {
        DataType::Binary => column.as_binary::<i32>().iter().collect(),
        DataType::LargeBinary => column.as_binary::<i64>().iter().collect(),
        DataType::BinaryView => column.as_binary_view().iter().collect(),
        DataType::Null => vec![None; batch.num_rows()],
        other => return Err(unfit(name, "bytes", other)),
    })
}

/// The whole numbers of a column.
///
/// # Errors
/// When there is none of that name, or it holds something else.
pub(crate) fn wholes(batch: &RecordBatch, name: &str) -> PyResult<Vec<Option<i64>>> {
    let column = named(batch, name)?;
    match column.data_type() {
        DataType::Int64 => Ok(column.as_primitive::<Int64Type>().iter().collect()),
        other => Err(unfit(name, "a 64-bit whole number", other)),
    }
}

/// The whole numbers of a column that has one in every row.
///
/// # Errors
/// As [`wholes`], and when a row has none.
pub(crate) fn all_wholes(batch: &RecordBatch, name: &str) -> PyResult<Vec<i64>> {
    let missing = || said(format!("The column {name:?} lacks a value."));
    wholes(batch, name)?.into_iter().map(|number| number.ok_or_else(missing)).collect()
}

/// The numbers of a column.
///
/// # Errors
/// When there is none of that name, or it holds something else.
pub(crate) fn reals(batch: &RecordBatch, name: &str) -> PyResult<Vec<Option<f32>>> {
    let column = named(batch, name)?;
    match column.data_type() {
        DataType::Float32 => Ok(column.as_primitive::<Float32Type>().iter().collect()),
        DataType::Float64 => {
            Ok(column.as_primitive::<Float64Type>().iter().map(|x| x.map(|x| x as f32)).collect())
        }
        other => Err(unfit(name, "a number", other)),
    }
}
