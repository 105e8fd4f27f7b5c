internal import MLKitCore
internal import SystemPackage

/// What is deployed, held against the models that answers rest on: a model that was trained anew and looked at anew says
/// nothing of the one that goes on serving.
struct DeployedModel {
    private let folder: String
    /// Of the models in the folder.
    private let hashes: Set<ContentHash>
    /// Where stages write models.
    private let models: Set<String>

    /// - Parameters:
    ///   - bundles: the folder of all bundles, relative to the project, in which `current` names one.
    ///   - models: where stages write them.
    /// - Returns: `nil` if nothing is deployed there.
    init?(_ bundles: String?, of models: some Sequence<String>, project: FilePath, files: any FileSystem, hashes known: HashCache) throws {
        guard let bundles else { return nil }
        let current = project.pushing(FilePath(bundles)).appending("current")
        guard let information = try files.information(at: current), information.kind == .file, information.size < 256 else { return nil }
        let name = try files.readText(current).trimmed
        guard FilePath.Component(name) != nil else { return nil }
        folder = "\(bundles)/\(name)"
        let path = project.pushing(FilePath(folder))
        guard try files.information(at: path)?.kind == .directory else { return nil }
        let packed = try files.list(path).filter { $0.hasSuffix(".onnx") }
        guard !packed.isEmpty else { return nil }
        hashes = Set(try packed.compactMap { try known.hash(path.appending($0)) })
        self.models = Set(models)
    }

    /// What is to be said of a done item whose answer rests on a model that is not the one deployed.
    func remark(on record: Record) -> String? {
        let looked = record.evidence.filter { piece in
            if case .model = piece.subject { return true }
            return piece.path.map(models.contains) ?? false
        }
        guard !looked.isEmpty, !looked.contains(where: { $0.hash.map(hashes.contains) ?? false }) else { return nil }
        return "looked at was \(looked.map(\.subject.words).joined(separator: " and ")); in `\(folder)` is another"
    }
}
