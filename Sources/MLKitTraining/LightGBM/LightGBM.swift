internal import CEngines
internal import MLKitCore
internal import MLKitEngines

/// LightGBM's functions, loaded at run time.
struct LightGBM {
    let createDataset: lgbm_dataset_create
    let freeDataset: lgbm_dataset_free
    let setField: lgbm_dataset_set_field
    let createBooster: lgbm_booster_create
    let loadBooster: lgbm_booster_load
    let merge: lgbm_booster_merge
    let freeBooster: lgbm_booster_free
    let addValid: lgbm_booster_add_valid
    let update: lgbm_booster_update
    let evaluate: lgbm_booster_evaluate
    let current: lgbm_booster_current
    let predict: lgbm_booster_predict
    let save: lgbm_booster_save
    private let lastError: lgbm_get_last_error

    /// - Throws: `Failure` if LightGBM is not installed or cannot be loaded.
    init(engines: EngineLocator) throws {
        let library = try DynamicLibrary(engines.require(.lightgbm))
        createDataset = try library.function("LGBM_DatasetCreateFromMat")
        freeDataset = try library.function("LGBM_DatasetFree")
        setField = try library.function("LGBM_DatasetSetField")
        createBooster = try library.function("LGBM_BoosterCreate")
        loadBooster = try library.function("LGBM_BoosterLoadModelFromString")
        merge = try library.function("LGBM_BoosterMerge")
        freeBooster = try library.function("LGBM_BoosterFree")
        addValid = try library.function("LGBM_BoosterAddValidData")
        update = try library.function("LGBM_BoosterUpdateOneIter")
        evaluate = try library.function("LGBM_BoosterGetEval")
        current = try library.function("LGBM_BoosterGetPredict")
        predict = try library.function("LGBM_BoosterPredictForMat")
        save = try library.function("LGBM_BoosterSaveModelToString")
        lastError = try library.function("LGBM_GetLastError")
    }

    /// - Throws: `Failure` with the first line of LightGBM's own words if `code` says that it failed.
    func check(_ code: Int32, _ action: String) throws {
        guard code != 0 else { return }
        let words = lastError().map { String(cString: $0) } ?? ""
        let reason = words.split(separator: "\n").first.map(String.init)
        throw Failure("LightGBM cannot \(action)", notes: reason.map { [$0] } ?? [])
    }
}
