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
    package static let modelFamilies: [any ModelFamily] = [
        BaselineFamily(), LinearFamily(), NetworkFamily(), TreesFamily(), LightGBMFamily(),
    ]
}
