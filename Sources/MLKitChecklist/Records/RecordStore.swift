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

    /// The ids that the places of records stand for, without those of links.
    func items() throws -> [String] { try places().items }

    /// The ids that the places of records stand for; and those of links, and of folders that are links: git has none of what
    /// they lead to, which could be anything, and something else for everyone.
    func places() throws -> (items: [String], links: [String: Outcome]) {
        let root = project.appending(Self.folder)
        guard try isFolder(root) else { return ([], [:]) }
        try refuseOutside()
        var found: (items: [String], links: [String: Outcome]) = ([], [:])
        for section in try files.entries(root) {
            let path = root.appending(section.name)
            guard try section.kind == .directory || section.kind == .link && isFolder(path) else { continue }
            let link = section.kind == .link ? "\(Self.folder)/\(section.name)" : nil
            for entry in try files.entries(path) where Self.isRecord(entry.name) {
                let item = "\(section.name).\(entry.name.dropLast(3))"
                switch link ?? (entry.kind == .link ? Self.path(of: item) : nil) {
                case nil: found.items.append(item)
                case let link?: found.links[item] = .broken([Self.refusal(of: link)])
                }
            }
        }
        return found
    }

    /// - Throws: `Failure` if a symbolic link stands at a record's place, or at that of its folder.
    func refuseLinks(at path: String) throws {
        try refuseOutside()
        for place in [FilePath(path).removingLastComponent(), FilePath(path)] where place.components.count > 1 {
            if try files.isLink(project.pushing(place)) { throw Failure([Self.refusal(of: place.string)]) }
        }
    }

    /// - Throws: `Failure` if the folder of all records is a link that leads out of the project.
    private func refuseOutside() throws {
        guard let target = try files.linkTarget(project.appending(Self.folder)) else { return }
        var place = project.pushing(FilePath(target)).lexicallyNormalized()
        guard place.removePrefix(project.lexicallyNormalized()) else { throw Failure([Self.refusal(of: Self.folder)]) }
    }

    private static func refusal(of path: String) -> Diagnostic {
        .error(
            "`\(path)` is a symbolic link, and answers are files that git has the content of",
            at: SourceLocation(file: path, line: 1, column: 1), hint: "put what it leads to in its place, or remove it")
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
