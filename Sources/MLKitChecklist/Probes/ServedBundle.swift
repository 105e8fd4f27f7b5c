internal import MLKitCore
internal import MLKitSpec

/// The bundle that is served, held to what is known of how it came about: what lies in a folder that `current` names could be
/// anything.
struct ServedBundle {
    /// Relative to the project.
    let folder: String
    private let context: ProbeContext

    /// `nil` if `current` names none.
    init?(_ context: ProbeContext) throws {
        guard let folder = try context.servedBundle() else { return nil }
        (self.folder, self.context) = (folder, context)
    }

    /// What every bundle has.
    private static let model = "model.onnx"

    /// Why nobody can tell what a stage made of it; `nil` if it is as one made it.
    func doubt() throws -> String? { try checksumDoubt() ?? originDoubt() }

    /// Whether it is whole. In bundles of earlier versions the report of its trial is in no checksum.
    private func checksumDoubt() throws -> String? {
        let file = "\(folder)/\(BundleChecksums.fileName)"
        guard let text = try context.text(file) else {
            return "`\(file)` is not here, so that nothing tells whether the bundle is as it was made"
        }
        let sums: [String: ContentHash]
        do { sums = try BundleChecksums(parsing: text, file: file).hashes } catch let failure as Failure {
            return "`\(file)` cannot be read: \(failure.diagnostics.first?.message ?? "")"
        }
        guard sums[Self.model] != nil else { return "`\(file)` has no checksum of `\(Self.model)`" }
        return try sums.sorted { $0.key < $1.key }.first { try hash(of: $0.key) != $0.value }.map { name, _ in
            "`\(folder)/\(name)` is not what \(BundleChecksums.fileName) says"
        }
    }

    private func hash(of name: String) throws -> ContentHash? {
        let path = "\(folder)/\(name)"
        guard ProjectPath.fileProblem(name) == nil, try context.information(path)?.kind == .file else { return nil }
        return try context.hashes.hash(context.file(path))
    }

    /// Whether a stage made it, or somebody promoted it on record.
    private func originDoubt() throws -> String? {
        if let other = try context.otherVersion() { return "\(other.words): \(other.advice)" }
        let now = try context.hashes.hash(context.file(folder))
        var made = try context.stages(making: .bundle).compactMap { try context.lock(of: $0) }.compactMap(hash(in:))
        if made.contains(where: { $0 == now }) { return nil }
        made += try pastLocks().compactMap(hash(in:))
        if made.contains(where: { $0 == now }) { return nil }
        guard made.isEmpty else { return "`\(folder)` is not as its stage left it" }
        return try isOnRecord() ? nil : "no stage of the project made `\(folder)`, and `\(history)` has no line of it"
    }

    /// Locks that git's history has of the stages that make bundles.
    private func pastLocks() throws -> [JSON] {
        let names = Set(context.stages(making: .bundle).map { "\($0.name).json" })
        let past = try context.git()?.past(in: ".mlkit/lock").versions ?? []
        return past.filter { names.contains($0.name) }.compactMap { try? JSON(parsing: $0.content) }
    }

    /// What a lock says that is in the folder.
    private func hash(in lock: JSON) -> ContentHash? {
        (lock["contents"]?[folder] ?? lock["outputs"]?[folder])?.string.flatMap { ContentHash($0) }
    }

    private var history: String { "\(context.spec.layout.deploy)/history.jsonl" }

    /// Whether a line of the deployments' history is about it.
    private func isOnRecord() throws -> Bool {
        let lines = try context.text(history)?.split(whereSeparator: \.isNewline) ?? []
        return lines.contains { line in
            (try? JSON(parsing: String(line)))?["to"]?.string.map { "\(context.spec.layout.deploy)/\($0)" == folder } ?? false
        }
    }
}
