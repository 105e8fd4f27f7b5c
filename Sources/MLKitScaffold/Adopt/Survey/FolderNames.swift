internal import MLKitSpec

/// Names that people give to folders of a role, the usual ones first. `{package}` stands for the folder of the
/// project's code, `{data}` and `{reports}` for what was found for these.
enum FolderNames {
    static let data = ["data", "datasets", "dataset", "Data"]

    static let byRole: [(role: Layout.Role, names: [String])] = [
        (.data, data),
        (.original, ["{data}/original", "{data}/raw", "{data}/01_raw", "{data}/00_raw", "{data}/source", "raw_data"]),
        (.interim, ["{data}/interim", "{data}/intermediate", "{data}/02_intermediate"]),
        (.external, ["{data}/external"]),
        (.train, ["{data}/train", "{data}/processed/train", "{data}/training"]),
        (.valid, ["{data}/valid", "{data}/val", "{data}/validation", "{data}/dev", "{data}/processed/valid"]),
        (.test, ["{data}/test", "{data}/processed/test", "{data}/testing"]),
        (.models, ["models", "artifacts", "checkpoints", "saved_models", "trained_models", "weights", "model"]),
        (.reports, ["reports", "report", "results", "outputs", "eval"]),
        (.figures, ["{reports}/figures", "{reports}/figs", "{reports}/plots", "figures", "figs", "plots"]),
        (.logs, ["logs", "log"]),
        (.docs, ["docs", "doc", "documentation"]),
        (.references, ["references", "docs/references", "refs"]),
        (.notebooks, ["notebooks", "notebook", "nbs", "nb", "jupyter"]),
        (.configs, ["configs", "config", "conf", "cfg", "configuration"]),
        (.tests, ["tests", "test", "src/tests", "{package}/tests"]),
    ]

    /// Roles of code: a folder of theirs holds code, as `models` may.
    static let code: [(role: Layout.Role, names: [String])] = [
        (.dataloader, [
            "{package}/dataloader", "{package}/data", "{package}/dataset", "{package}/datasets", "dataloader",
            "data_loader",
        ]),
        (.model, [
            "{package}/modeling", "{package}/models", "{package}/model", "{package}/networks", "model", "models",
        ]),
        (.evaluation, ["{package}/evaluation", "{package}/evaluate", "{package}/eval", "evaluation"]),
        (.executor, [
            "{package}/executor", "{package}/training", "{package}/trainer", "executor", "trainer",
            "{package}/modeling",
        ]),
        (.ops, ["{package}/ops", "ops"]),
        (.utils, ["utils", "common", "helpers"]),
    ]
}
