package import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec
package import MLKitYAML

/// A family of models: all that training knows of it, in one value. A new family is a type of this protocol, and one in
/// the list that the registry of kinds gives to `TrainKind`.
package protocol ModelFamily: Sendable {
    /// The settings of a model, as one value.
    associatedtype Configuration: Sendable

    /// The keys of a model of the family; their `name` is the family's: what stands under `kind`.
    var keys: KeySet<Configuration> { get }
    /// Whether it takes missing numbers, and categories, as they are.
    var takesRawValues: Bool { get }
    /// Whether it tells classes only, and predicts no numbers.
    var isForClasses: Bool { get }
    /// Whether it tries several models, and reports on them.
    var isSearch: Bool { get }

    /// The engines that train it.
    func engines(_ configuration: Configuration) -> [Engine]
    /// The model that it learns from beside the labels; `nil` for none.
    func teacher(_ configuration: Configuration) -> TeacherChoice?
    /// Whether it is trained with rounded numbers, and written quantized.
    func quantizes(_ configuration: Configuration) -> Bool
    /// What is wrong with settings that their keys cannot say.
    func problems(_ configuration: Configuration, in node: Node) -> [Diagnostic]
    /// What people call a model with these settings: "logistic regression".
    func algorithm(_ configuration: Configuration, for task: ModelTask) -> String
    /// The settings that a search tries as number `number`, from 0, the most promising first; `nil` where none is left that is worth it.
    ///
    /// - Parameter random: decides what is left to chance; the same for the same number.
    func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration?
    /// Whether a model can be fitted on validation rows too, once it is known how far training goes.
    func canRefit(_ configuration: Configuration) -> Bool
    /// The settings that go as far as a step of `HistoryEntry`, whatever the validation rows say; `nil` where these say nothing anyway.
    func settled(_ configuration: Configuration, at step: Int) -> Configuration?
    /// Fits features and a model.
    ///
    /// - Throws: `Failure` if an engine is missing or refuses the settings, training diverges, or there is nothing to learn from.
    func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel
}

/// A family whose models stand behind features of one sort.
package protocol FeatureModelFamily: ModelFamily {
    /// How columns become its inputs where the spec does not say it.
    var features: FeatureConfiguration { get }

    /// Fits a model.
    ///
    /// - Throws: `Failure` if an engine is missing or refuses the settings, or training diverges.
    func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult
}

/// The model that another one learns from: what a stage makes, or a file.
package struct TeacherChoice: Hashable, Sendable {
    package var stage: StageReference?
    package var file: String?

    package init(stage: StageReference?, file: String?) {
        self.stage = stage
        self.file = file
    }
}

/// A family together with the settings of one model.
package protocol ModelSettings: Sendable {
    var family: String { get }
    var engines: [Engine] { get }
    var takesRawValues: Bool { get }
    var isForClasses: Bool { get }
    var isSearch: Bool { get }
    var teacher: TeacherChoice? { get }
    var quantizes: Bool { get }
    /// All settings with their values, those too that were left out.
    var json: JSON { get }
    var value: any Sendable { get }
    var canRefit: Bool { get }

    func settled(at step: Int) -> (any ModelSettings)?
    func algorithm(for task: ModelTask) -> String
    func problems(in node: Node) -> [Diagnostic]
    func fit(on rows: TrainingRows, seed: Int, _ context: StageContext) throws -> FittedModel
}

extension ModelFamily {
    package var name: String { keys.name }
    package var takesRawValues: Bool { false }
    package var isForClasses: Bool { false }
    package var isSearch: Bool { false }
    package func teacher(_ configuration: Configuration) -> TeacherChoice? { nil }
    package func problems(_ configuration: Configuration, in node: Node) -> [Diagnostic] { [] }
    package func quantizes(_ configuration: Configuration) -> Bool { false }

    /// A model of the family.
    package func model(_ configuration: Configuration) -> any ModelSettings {
        ConfiguredModel(base: self, configuration: configuration)
    }

    /// The model that a mapping describes.
    func model(_ node: Node) -> any ModelSettings { model(keys.read(node)) }

    /// The model that a search tries as number `number`.
    func proposedModel(_ number: Int, _ random: inout RandomSource) -> (any ModelSettings)? {
        proposal(number, &random).map { model($0) }
    }
}

extension FeatureModelFamily {
    package var features: FeatureConfiguration { FeatureConfiguration() }

    package func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel {
        let (encoder, data) = try rows.encoded(to: features)
        context.log("\(plural(data.train.rows, "training row")) of \(plural(encoder.width, "feature"))")
        let result = try train(configuration, on: data, seed: seed, context)
        var fitted = FittedModel(
            EncodedModel(encoder: encoder, estimator: result.estimator), history: result.history, course: result.course)
        fitted.answers = result.answers
        return fitted
    }
}

/// `ModelSettings` of any family.
private struct ConfiguredModel<Family: ModelFamily>: ModelSettings {
    let base: Family
    let configuration: Family.Configuration

    var family: String { base.name }
    var engines: [Engine] { base.engines(configuration) }
    var takesRawValues: Bool { base.takesRawValues }
    var isForClasses: Bool { base.isForClasses }
    var isSearch: Bool { base.isSearch }
    var json: JSON { base.keys.json(configuration) }
    var value: any Sendable { configuration }
    var teacher: TeacherChoice? { base.teacher(configuration) }
    var quantizes: Bool { base.quantizes(configuration) }
    var canRefit: Bool { base.canRefit(configuration) }

    func settled(at step: Int) -> (any ModelSettings)? { base.settled(configuration, at: step).map { base.model($0) } }
    func problems(in node: Node) -> [Diagnostic] { base.problems(configuration, in: node) }

    func algorithm(for task: ModelTask) -> String { base.algorithm(configuration, for: task) }

    func fit(on rows: TrainingRows, seed: Int, _ context: StageContext) throws -> FittedModel {
        try base.fit(configuration, on: rows, seed: seed, context)
    }
}
