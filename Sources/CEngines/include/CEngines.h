// C declarations of the engines that are loaded at run time, none of which is linked.
#pragma once
#include "Denormals.h"
#include "DuckDB.h"
#include "Kernels.h"
#include "LightGBM.h"
#include "MySQL.h"
#include "ONNXRuntime.h"
#include "OpenBLAS.h"
#include "Packers.h"
#include "Rectifier.h"
#include "XGBoost.h"
