internal import MLKitDeployment
internal import MLKitEvaluation
public import MLKitSpec
internal import MLKitTables
package import MLKitTraining

extension StageKinds {
    /// The kinds that mlkit has, in the order in which they build on each other.
    public static let builtIn = StageKinds([
        DataKind(),
        CompareKind(),
        TrainKind(families: modelFamilies),
        EvaluateKind(),
        QuantizeKind(),
        DeployKind(),
        NotebookKind(),
        CommandKind(),
    ])

    /// The families of models, in the order of the reference page.
    package static let modelFamilies: [any ModelFamily] = families + [AutoFamily(over: families, clock: clock)]

    private static let families: [any ModelFamily] = [
        BaselineFamily(), LinearFamily(), NetworkFamily(), TreesFamily(), LightGBMFamily(), ForestFamily(), BayesFamily(),
        NeighboursFamily(), SVMFamily(), HeuristicFamily(),
    ]

    /// Seconds that have passed since it was first asked.
    private static let clock: @Sendable () -> Double = {
        let start = ContinuousClock.now
        return { (ContinuousClock.now - start) / .seconds(1) }
    }()
}
