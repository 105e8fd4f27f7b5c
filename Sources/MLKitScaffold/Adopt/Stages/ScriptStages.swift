internal import MLKitCore

/// Scripts whose names say that they are a step: offered as stages for a person to complete.
struct ScriptStages {
    let tree: ProjectTree

    /// In the order of the work; none that a stage runs already.
    func suggestions(besides stages: [ProposedStage]) -> [ProposedStage] {
        var taken = Set(stages.map(\.name))
        var suggestions: [ProposedStage] = []
        for (name, words) in Self.steps {
            guard !taken.contains(name), let script = script(words, besides: stages) else { continue }
            var stage = ProposedStage(name: name, origin: script, run: command(script))
            stage.inputs = [script]
            suggestions.append(stage)
            taken.insert(name)
        }
        return suggestions
    }

    /// The one nearest to the root; tests, notebooks' helpers and vendored code are no steps.
    private func script(_ words: [String], besides stages: [ProposedStage]) -> String? {
        let scripts = tree.files.filter { file in
            ["py", "r", "jl"].contains(FileName.suffix(file)) && words.contains(FileName.stem(file).lowercased())
                && !file.split(separator: "/").contains { ["tests", "test", "docs", "examples"].contains($0) }
                && !stages.contains { $0.inputs.contains(file) || $0.run.contains(file) }
        }
        return scripts.min { (depth($0), $0) < (depth($1), $1) }
    }

    private func depth(_ path: String) -> Int { path.split(separator: "/").count }

    /// A module of a package is started as one, so that it finds its neighbours.
    private func command(_ script: String) -> String {
        switch FileName.suffix(script) {
        case "r": return "Rscript \(script)"
        case "jl": return "julia \(script)"
        default: break
        }
        let python = EnvironmentFiles.python(tree)
        let folder = FileName.folder(script)
        guard tree.contains(folder + "/__init__.py") else { return "\(python) \(script)" }
        return "\(python) -m \(script.dropLast(3).replacing("/", with: "."))"
    }

    private static let steps: [(name: String, words: [String])] = [
        ("download", ["download", "download_data", "fetch", "fetch_data"]),
        ("prepare", [
            "prepare", "prepare_data", "preprocess", "preprocessing", "preprocess_data", "make_dataset", "process",
            "process_data", "data_processing", "clean", "clean_data", "ingest", "dataset", "build_dataset",
        ]),
        ("features", ["features", "featurize", "featurization", "build_features", "feature_engineering"]),
        ("train", ["train", "train_model", "training", "fit", "main_train"]),
        ("evaluate", ["evaluate", "evaluation", "eval", "evaluate_model", "test_model", "validate"]),
        ("predict", ["predict", "predict_model", "inference", "infer"]),
        ("report", ["report", "visualize", "plots", "make_report"]),
    ]
}
