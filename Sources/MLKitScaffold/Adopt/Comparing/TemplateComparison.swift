internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// A template's files beside those of a project. Looks through no symbolic link.
struct TemplateComparison {
    let tree: ProjectTree
    /// Whether the user named a licence: otherwise none is offered.
    let offersLicense: Bool
    private var disk: any FileSystem { tree.disk }

    init(tree: ProjectTree, offersLicense: Bool) {
        self.tree = tree
        self.offersLicense = offersLicense
    }

    /// Why a file is not written in the place of a link.
    static let link = "a link of yours stands there"

    func compare(_ files: [RenderedFile]) throws -> [FileComparison] {
        let compared = try files.map { FileComparison(file: $0, state: try state(of: $0)) }
        let own = Dictionary(compared.filter(\.isForeign).map { (FileName.last($0.file.path), $0.file.path) }) { first, _ in first }
        return compared.map { one in
            let name = FileName.last(one.file.path)
            guard one.isMissing, name.hasPrefix("test_"), let tested = own[String(name.dropFirst("test_".count))] else { return one }
            return FileComparison(file: one.file, state: .covered("`\(tested)`, which it tests, is yours"))
        }
    }

    private func state(of file: RenderedFile) throws -> FileComparison.State {
        if let obstacle = try obstacle(file.path) { return .blocked(obstacle) }
        let path = tree.root.pushing(FilePath(file.path))
        switch try disk.standing(at: path)?.kind {
        case .file: return compare(try disk.read(path), file.content)
        case .link: return .covered(Self.link)
        case .directory: return .blocked("a folder stands there")
        case .other: return .blocked("something that is no file stands there")
        case nil: return standIn(for: file.path).map { .covered($0) } ?? .missing
        }
    }

    /// What keeps a file from being written: something on the way that is no folder.
    private func obstacle(_ path: String) throws -> String? {
        for folder in ProjectTree.folders(above: path) {
            switch try disk.standing(at: tree.root.pushing(FilePath(folder)))?.kind {
            case .directory, nil: continue
            case .link: return "`\(folder)` is a link"
            default: return "`\(folder)` is no folder"
            }
        }
        return nil
    }

    /// What the project has in a file's place under another name.
    private func standIn(for path: String) -> String? {
        let folder = FileName.folder(path)
        if FileName.last(path) == ".gitkeep" {
            let names = (try? disk.list(tree.root.pushing(FilePath(folder)))) ?? []
            return names.isEmpty ? nil : "`\(folder)` is not empty"
        }
        let neighbours = tree.files.filter { FileName.folder($0) == folder }
        if let same = neighbours.first(where: { $0.lowercased() == path.lowercased() }) {
            return "`\(same)` takes its place"
        }
        let stem = FileName.stem(path).lowercased()
        guard let names = Self.sameFiles.first(where: { $0.contains(stem) }) else { return nil }
        if let other = neighbours.first(where: { names.contains(FileName.stem($0).lowercased()) }) {
            return "`\(other)` takes its place"
        }
        return names.contains("license") && !offersLicense ? "the licence is yours to choose: `--set license=…`" : nil
    }

    /// Names, without suffixes, of files that have one purpose.
    private static let sameFiles: [Set<String>] = [["readme"], ["license", "licence", "copying", "unlicense"]]

    private func compare(_ own: [UInt8], _ template: [UInt8]) -> FileComparison.State {
        guard own != template else { return .identical }
        let (left, right) = (Self.lines(own), Self.lines(template))
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for line in left { counts[line, default: 0] += 1 }
        for line in right { counts[line, default: 0] -= 1 }
        let only = counts.values.filter { $0 > 0 }.reduce(0, +)
        return .similar(own: only, template: -counts.values.filter { $0 < 0 }.reduce(0, +))
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}

/// A file of a template beside what a project has at its place.
public struct FileComparison: Sendable {
    public enum State: Hashable, Sendable {
        /// The same bytes.
        case identical
        /// Another content: how many lines only the project has, and how many only the template.
        case similar(own: Int, template: Int)
        /// Something else of the project takes its place, in words.
        case covered(String)
        case missing
        /// It cannot be written, in words.
        case blocked(String)
    }

    public let file: RenderedFile
    public let state: State

    public var isMissing: Bool { state == .missing }

    /// Whether the project has a file of its own there.
    var isForeign: Bool { if case .similar = state { true } else { false } }
}
