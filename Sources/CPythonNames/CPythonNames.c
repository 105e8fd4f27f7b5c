#include "CPythonNames.h"

// DuckDB comes as a module for Python that also has DuckDB's whole C interface. Its functions of Python are bound when they
// are called, and mlkit calls none of them; but the addresses of these objects are looked up when the module is loaded, in
// the executable among others. Nobody reads what is there. `Sources/exported.map` makes the
// linker show them to loaded libraries.
//
// The same 34 names in the modules of DuckDB 1.5.5 for Python 3.10, 3.11, 3.12 and 3.13. Weak, so that a real Python, were it
// linked, would come first.
#define NAME(name) __attribute__((weak)) _Alignas(16) char name[512]

NAME(PyBaseObject_Type);
NAME(PyBool_Type);
NAME(PyByteArray_Type);
NAME(PyCFunction_Type);
NAME(PyCapsule_Type);
NAME(PyDict_Type);
NAME(PyExc_AttributeError);
NAME(PyExc_BufferError);
NAME(PyExc_DeprecationWarning);
NAME(PyExc_Exception);
NAME(PyExc_ImportError);
NAME(PyExc_IndexError);
NAME(PyExc_MemoryError);
NAME(PyExc_OverflowError);
NAME(PyExc_RuntimeError);
NAME(PyExc_SystemError);
NAME(PyExc_TypeError);
NAME(PyExc_ValueError);
NAME(PyFloat_Type);
NAME(PyFrozenSet_Type);
NAME(PyGen_Type);
NAME(PyInstanceMethod_Type);
NAME(PyMemoryView_Type);
NAME(PyMethod_Type);
NAME(PyModule_Type);
NAME(PyObject_GenericGetDict);
NAME(PyObject_GenericSetDict);
NAME(PyProperty_Type);
NAME(PySet_Type);
NAME(PyType_Type);
NAME(_Py_FalseStruct);
NAME(_Py_NoneStruct);
NAME(_Py_NotImplementedStruct);
NAME(_Py_TrueStruct);
