internal import MLKitCore

/// Scripts whose names say that they are a step: offered as stages for a person to complete.
struct ScriptStages {
    let tree: ProjectTree

    /// In the order of the work; none that a stage runs already.
    func suggestions(besides stages: [ProposedStage]) -> [ProposedStage] {
        var taken = Set(stages.map(\.name))
        var suggestions: [ProposedStage] = []
        let scripts = scripts(besides: stages)
        for (name, words) in Self.steps {
            let named = scripts.first { words.contains(FileName.stem($0).lowercased()) }
            guard !taken.contains(name), let script = named else { continue }
            var stage = ProposedStage(name: name, origin: script, run: command(script))
            stage.inputs = [script]
            suggestions.append(stage)
            taken.insert(name)
        }
        return suggestions
    }

    /// Those nearest to the root first; tests and examples are no steps.
    private func scripts(besides stages: [ProposedStage]) -> [String] {
        let names = Set(Self.steps.flatMap(\.words))
        let scripts = tree.files.filter { file in
            ["py", "r", "jl"].contains(FileName.suffix(file)) && names.contains(FileName.stem(file).lowercased())
                && !file.split(separator: "/").contains { ["tests", "test", "docs", "examples"].contains($0) }
                && !stages.contains { $0.inputs.contains(file) || $0.run.contains(file) }
        }
        return scripts.sorted { (depth($0), $0) < (depth($1), $1) }
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
