internal import CEngines
internal import MLKitCore
internal import MLKitEngines

/// XGBoost's functions, loaded at run time.
struct XGBoost {
    let createMatrix: xgb_matrix_create
    let freeMatrix: xgb_matrix_free
    let setFloats: xgb_matrix_set_floats
    let createBooster: xgb_booster_create
    let freeBooster: xgb_booster_free
    let set: xgb_booster_set
    let update: xgb_booster_update
    let evaluate: xgb_booster_evaluate
    let predict: xgb_booster_predict
    let load: xgb_booster_load
    let save: xgb_booster_save
    private let lastError: xgb_get_last_error

    /// - Throws: `Failure` if XGBoost is not installed or cannot be loaded.
    init(engines: EngineLocator) throws {
        let library = try DynamicLibrary(engines.require(.xgboost))
        createMatrix = try library.function("XGDMatrixCreateFromMat_omp")
        freeMatrix = try library.function("XGDMatrixFree")
        setFloats = try library.function("XGDMatrixSetFloatInfo")
        createBooster = try library.function("XGBoosterCreate")
        freeBooster = try library.function("XGBoosterFree")
        set = try library.function("XGBoosterSetParam")
        update = try library.function("XGBoosterUpdateOneIter")
        evaluate = try library.function("XGBoosterEvalOneIter")
        predict = try library.function("XGBoosterPredictFromDMatrix")
        load = try library.function("XGBoosterLoadModelFromBuffer")
        save = try library.function("XGBoosterSaveModelToBuffer")
        lastError = try library.function("XGBGetLastError")
    }

    /// - Throws: `Failure` with the first line of XGBoost's own words if `code` says that it failed.
    func check(_ code: Int32, _ action: String) throws {
        guard code != 0 else { return }
        let words = lastError().map { String(cString: $0) } ?? ""
        let reason = words.split(separator: "\n").first.map(String.init)
        throw Failure("XGBoost cannot \(action)", notes: reason.map { [$0] } ?? [])
    }
}
