internal import MLKitCore
internal import MLKitGit

/// What requirements files name, with the files that they take in.
struct Requirements {
    private let context: ProbeContext
    private let tracked: PathSet
    private var seen = PathSet()
    private var constrained = Set<String>()
    private var packages = [(file: String, name: String, isPinned: Bool)]()
    /// A file that is taken in, and is not there for others.
    private(set) var lost: (file: String, name: String)?

    /// - Parameter tracked: the files that git has.
    init(_ context: ProbeContext, _ tracked: PathSet) { (self.context, self.tracked) = (context, tracked) }

    var count: Int { packages.count }
    /// Those of no certain version.
    var loose: [(file: String, name: String, isPinned: Bool)] {
        packages.filter { !$0.isPinned && !constrained.contains($0.name) }
    }

    /// Whether a package has a certain version.
    func pins(_ name: String) -> Bool { constrained.contains(name) || packages.contains { $0.name == name && $0.isPinned } }

    /// Takes what stands in another file than one of requirements.
    ///
    /// - Parameter file: its name.
    mutating func take(_ lines: [PinnedRequirement], in file: String) throws {
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        for line in lines {
            switch line {
            case .nothing: continue
            case .file(let other): try take(Self.path(other, in: folder), of: file)
            case .constraints(let other): constrain(try context.text(tracked: Self.path(other, in: folder)) ?? "")
            case .package(let name, let isPinned): packages.append((file, name, isPinned))
            }
        }
    }

    /// - Parameter parent: the file that takes it in.
    mutating func take(_ file: String, of parent: String?) throws {
        guard seen.insert(file) else { return }
        guard tracked.contains(file), let text = try context.text(tracked: file) else {
            lost = lost ?? parent.map { ($0, file) }
            return
        }
        try take(PinnedRequirement.lines(of: text), in: file)
        if Self.isLock(file) { constrain(text) }
    }

    private mutating func constrain(_ text: String) {
        for case .package(let name, true) in PinnedRequirement.lines(of: text) { constrained.insert(name) }
    }

    /// Whether what a file pins holds for others as well, as its name says: `requirements.lock`, `requirements-frozen.txt`.
    private static func isLock(_ file: String) -> Bool {
        let words = PinProbe.name(file).lowercased().split { !$0.isLetter }
        return words.contains { ["lock", "locked", "frozen", "freeze", "pinned"].contains($0) }
    }

    private static func path(_ name: String, in folder: String) -> String {
        var parts = folder.split(separator: "/").map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}
