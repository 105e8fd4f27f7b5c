package import MLKitEngines
package import MLKitEvaluation
internal import MLKitReports
package import MLKitSignature
package import MLKitSpec

/// `kind: baseline`: answers the same for every row, so that other models are measured beside something.
package struct BaselineFamily: FeatureModelFamily {
    /// A baseline has no settings.
    package struct Configuration: Hashable, Sendable {
        package init() {}
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet("a model of kind `baseline`", name: EvaluationReport.baselineKind, blank: Configuration(), [])
    }

    package func engines(_ configuration: Configuration) -> [Engine] { [] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        task == .regression ? "mean" : "class frequencies"
    }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }

    package func canRefit(_ configuration: Configuration) -> Bool { true }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        Baseline.train(data)
    }
}
