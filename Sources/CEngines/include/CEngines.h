// C declarations of the engines that are loaded at run time. Nothing here is linked.
#pragma once
#include "DuckDB.h"
#include "ONNXRuntime.h"
#include "OpenBLAS.h"
#include "XGBoost.h"
