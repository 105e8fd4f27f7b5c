internal import MLKitCore
internal import SystemPackage

/// What is deployed, held against the models that answers rest on: a model that was trained anew and looked at anew says
/// nothing of the one that goes on serving.
struct DeployedModel {
    private let folder: String
    /// Of the models in the folder.
    private let hashes: Set<ContentHash>

    /// - Parameter bundles: the folder of all bundles, relative to the project, in which `current` names one.
    /// - Returns: `nil` if nothing is deployed there.
    init?(_ bundles: String?, project: FilePath, files: any FileSystem, hashes known: HashCache) throws {
        guard let bundles else { return nil }
        let current = project.pushing(FilePath(bundles)).appending("current")
        guard let information = try files.information(at: current), information.kind == .file, information.size < 256 else { return nil }
        let name = try files.readText(current).trimmed
        guard FilePath.Component(name) != nil else { return nil }
        folder = "\(bundles)/\(name)"
        let path = project.pushing(FilePath(folder))
        guard try files.information(at: path)?.kind == .directory else { return nil }
        let models = try files.list(path).filter { $0.hasSuffix(".onnx") }
        guard !models.isEmpty else { return nil }
        hashes = Set(try models.compactMap { try known.hash(path.appending($0)) })
    }

    /// What is to be said of a done item whose answer rests on a model that is not the one deployed.
    func remark(on record: Record) -> String? {
        let models = record.evidence.filter { if case .model = $0.subject { true } else { false } }
        guard !models.isEmpty, !models.contains(where: { $0.hash.map(hashes.contains) ?? false }) else { return nil }
        return "looked at was \(models.map(\.subject.words).joined(separator: " and ")); in `\(folder)` is another"
    }
}
