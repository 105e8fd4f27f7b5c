import MLKitONNX
import MLKitSignature

typealias BundleInput = ModelColumn

extension BundleManifest {
    /// A manifest from the parts of its signature.
    init(
        name: String, version: String, mlkit: String, task: ModelTask, target: String, classes: [String],
        inputs: [ModelColumn], files: [BundleFile]
    ) {
        self.init(
            name: name, version: version, mlkit: mlkit,
            signature: ModelSignature(columns: inputs, task: task, target: target, classes: classes), files: files)
    }

    var inputs: [ModelColumn] {
        get { signature.columns }
        set { signature.columns = newValue }
    }

    var task: ModelTask {
        get { signature.task }
        set { signature.task = newValue }
    }
}
