//! Tables in memory, and how they are handed over: as streams of Arrow's C interface in capsules, which every library of
//! tables takes without a copy (arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html).

use crate::error::said;
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::types::{Date32Type, Float32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList, PyType};

/// Rows under columns, as Arrow keeps them.
///
/// Hand it to any library that takes Arrow: ``pandas.DataFrame.from_arrow``, ``polars.DataFrame``, ``pyarrow.table``,
/// DuckDB by its name. Nothing is copied.
#[pyclass(frozen, module = "dateline")]
pub(crate) struct Table {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

/// The name that the interface gives capsules with streams.
const STREAM: &std::ffi::CStr = c"arrow_array_stream";

impl Table {
    /// A table of one batch.
    pub fn of(batch: Result<RecordBatch, ArrowError>) -> PyResult<Table> {
        let batch = batch.map_err(said)?;
        Ok(Table { schema: batch.schema(), batches: vec![batch] })
    }

    /// A table of several batches, of which there is one at least.
    pub fn of_all(batches: Vec<RecordBatch>) -> PyResult<Table> {
        let schema = batches.first().map(RecordBatch::schema).ok_or_else(|| said("There are no rows."))?;
        Ok(Table { schema, batches })
    }

    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl Table {
    /// A stream of Arrow's C interface in a capsule. Whoever asks for another schema casts for themselves.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches: Vec<_> = self.batches.iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.schema.fields().iter().map(|field| field.name().as_str()).collect();
        format!("<dateline.Table of {} rows: {}>", self.rows(), names.join(", "))
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The table as pyarrow's.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        wanted(slf.py(), "pyarrow")?.call_method1("table", (slf,))
    }

    /// The table as pandas's, with Arrow's types where ``types`` is "arrow".
    #[pyo3(signature = (types = None))]
    fn to_pandas<'py>(slf: &Bound<'py, Self>, types: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let how = PyDict::new(slf.py());
        if types == Some("arrow") {
            how.set_item("types_mapper", wanted(slf.py(), "pandas")?.getattr("ArrowDtype")?)?;
        }
        Table::to_arrow(slf)?.call_method("to_pandas", (), Some(&how))
    }

    /// The table as Polars's.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        wanted(slf.py(), "polars")?.call_method1("DataFrame", (slf,))
    }

    /// The rows as dictionaries, without any other library.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for batch in &self.batches {
            for n in 0..batch.num_rows() {
                let row = PyDict::new(py);
                for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                    row.set_item(field.name(), value(py, column, n)?)?;
                }
                list.append(row)?;
            }
        }
        Ok(list)
    }

    /// The table of whatever hands over a stream of Arrow's.
    #[classmethod]
    fn from_arrow(_: &Bound<'_, PyType>, rows: &Bound<'_, PyAny>) -> PyResult<Table> {
        taken(rows)
    }
}

/// A library that people bring themselves.
fn wanted<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(name).map_err(|_| said(format!("This needs {name}: install it with `pip install {name}`.")))
}

/// One value as Python has it.
fn value<'py>(py: Python<'py>, column: &ArrayRef, n: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(n) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(n).into_pyobject(py)?.into_any(),
        DataType::Binary => PyBytes::new(py, column.as_binary::<i32>().value(n)).into_any(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(n).into_pyobject(py)?.into_any(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(n).into_pyobject(py)?.into_any(),
        DataType::Float32 => column.as_primitive::<Float32Type>().value(n).into_pyobject(py)?.into_any(),
        DataType::Boolean => column.as_boolean().value(n).into_pyobject(py)?.to_owned().into_any(),
        DataType::Date32 => {
            let date = py.import("datetime")?.getattr("date")?;
            // Python counts days from the first of January of the year 1.
            let day = column.as_primitive::<Date32Type>().value(n) + 719_163;
            date.call_method1("fromordinal", (day,))?
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(n);
            let items = items.as_string::<i32>().iter().flatten().map(str::to_string);
            items.collect::<Vec<_>>().into_pyobject(py)?.into_any()
        }
        other => return Err(said(format!("A column of {other} has no values in Python."))),
    })
}

/// Takes the rows over of whatever hands over a stream of Arrow's; they are not copied.
///
/// # Errors
/// When it hands over none, or a broken one.
pub(crate) fn taken(rows: &Bound<'_, PyAny>) -> PyResult<Table> {
    if let Ok(table) = rows.cast::<Table>() {
        let table = table.get();
        return Ok(Table { schema: table.schema.clone(), batches: table.batches.clone() });
    }
    let wrong = || {
        said("This is no table: hand over one of dateline's, pyarrow's, Polars's or pandas's (2.2 or later).")
    };
    let capsule = rows.call_method0("__arrow_c_stream__").map_err(|_| wrong())?;
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| wrong())?;
    let reader = reader(capsule)?;
    let schema = arrow_array::RecordBatchReader::schema(&reader);
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(said)?;
    Ok(Table { schema, batches })
}

/// The stream in a capsule.
#[allow(unsafe_code)]
fn reader(capsule: &Bound<'_, PyCapsule>) -> PyResult<ArrowArrayStreamReader> {
    let stream = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds a stream as the interface lays it out. `from_raw` moves it out and leaves a
    // released one behind, which the capsule's owner knows not to release again.
    unsafe { ArrowArrayStreamReader::from_raw(stream.as_ptr().cast()) }.map_err(said)
}
