package import MLKitEngines
internal import MLKitReports
package import MLKitSignature
package import MLKitSpec
internal import MLKitYAML
package import MLKitCore

/// A family of models: all that training knows of it, in one value. A new family is a type of this protocol, and one in
/// the list that the registry of kinds gives to `TrainKind`.
package protocol ModelFamily: Sendable {
    /// The settings of a model, as one value.
    associatedtype Configuration: Sendable

    /// The keys of a model of the family; their `name` is the family's: what stands under `kind`.
    var keys: KeySet<Configuration> { get }

    /// How columns become its inputs where the spec does not say it.
    var features: FeatureConfiguration { get }
    /// Whether it takes missing numbers, and categories, as they are.
    var takesRawValues: Bool { get }

    /// The engines that train it.
    func engines(_ configuration: Configuration) -> [Engine]
    /// What people call a model with these settings: "logistic regression".
    func algorithm(_ configuration: Configuration, for task: ModelTask) -> String
    /// Fits a model.
    ///
    /// - Throws: `Failure` if an engine is missing or refuses the settings, or training diverges.
    func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult
}

/// A family together with the settings of one model.
package protocol ModelSettings: Sendable {
    var family: String { get }
    var engines: [Engine] { get }
    var features: FeatureConfiguration { get }
    var takesRawValues: Bool { get }
    /// All settings with their values, those too that were left out.
    var json: JSON { get }
    var value: any Sendable { get }

    func algorithm(for task: ModelTask) -> String
    func train(on data: TrainingData, seed: Int, _ context: StageContext) throws -> TrainingResult
}

extension ModelFamily {
    package var name: String { keys.name }
    package var features: FeatureConfiguration { FeatureConfiguration() }
    package var takesRawValues: Bool { false }

    /// A model of the family.
    package func model(_ configuration: Configuration) -> any ModelSettings {
        ConfiguredModel(base: self, configuration: configuration)
    }

    /// The model that a mapping describes.
    func model(_ node: Node) -> any ModelSettings { model(keys.read(node)) }
}

/// `ModelSettings` of any family.
private struct ConfiguredModel<Family: ModelFamily>: ModelSettings {
    let base: Family
    let configuration: Family.Configuration

    var family: String { base.name }
    var engines: [Engine] { base.engines(configuration) }
    var features: FeatureConfiguration { base.features }
    var takesRawValues: Bool { base.takesRawValues }
    var json: JSON { base.keys.json(configuration) }
    var value: any Sendable { configuration }

    func algorithm(for task: ModelTask) -> String { base.algorithm(configuration, for: task) }

    func train(on data: TrainingData, seed: Int, _ context: StageContext) throws -> TrainingResult {
        try base.train(configuration, on: data, seed: seed, context)
    }
}
