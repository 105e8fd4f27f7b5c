// Names of Python's objects, so that DuckDB's module for Python can be loaded where there is no Python.
#pragma once
