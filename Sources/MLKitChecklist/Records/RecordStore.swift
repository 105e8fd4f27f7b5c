internal import MLKitCore
internal import SystemPackage

/// The records of a project, on its disk.
struct RecordStore: Sendable {
    let project: FilePath
    let files: any FileSystem

    static let folder = "checklist"

    /// What one file of a record turned out to be.
    enum Outcome: Sendable {
        case record(StoredRecord)
        case broken([Diagnostic])
    }

    /// A record's file, relative to the project.
    static func path(of item: String) -> String {
        "\(folder)/\(item.split(separator: ".", maxSplits: 1).joined(separator: "/")).md"
    }

    func file(of item: String) -> FilePath {
        project.pushing(FilePath(Self.path(of: item)))
    }

    /// The records of some items.
    func outcomes(of items: some Collection<String>) throws -> [String: Outcome] {
        var outcomes: [String: Outcome] = [:]
        outcomes.reserveCapacity(items.count)
        for item in items { outcomes[item] = try outcome(of: item) }
        return outcomes
    }

    /// The ids that the places of records stand for.
    func items() throws -> [String] {
        let root = project.appending(Self.folder)
        guard try isFolder(root) else { return [] }
        return try files.list(root).filter { try isFolder(root.appending($0)) }.flatMap { section in
            try files.list(root.appending(section)).filter(Self.isRecord).map { "\(section).\($0.dropLast(3))" }
        }
    }

    private func outcome(of item: String) throws -> Outcome {
        do {
            let bytes = try files.read(file(of: item))
            return .record(try StoredRecord(bytes, item: item, file: Self.path(of: item)))
        } catch let failure as Failure {
            return .broken(failure.diagnostics)
        }
    }

    private func isFolder(_ path: FilePath) throws -> Bool {
        try files.information(at: path)?.kind == .directory
    }

    static func isRecord(_ name: String) -> Bool {
        name.hasSuffix(".md") && !name.hasPrefix(".") && name.lowercased() != "readme.md"
    }
}
