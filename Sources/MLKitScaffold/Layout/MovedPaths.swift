internal import MLKitCore
internal import MLKitSpec

/// Where paths that a project's files mention are after a change of layout.
struct MovedPaths {
    private let layout: LayoutChange
    /// Files of the template, which go where the template has them.
    private let files: ByteTable<String>

    init(_ layout: LayoutChange, _ record: ScaffoldRecord, _ rendered: [RenderedFile]) {
        self.layout = layout
        let byOrigin = ByteTable(rendered.map { ($0.origin, $0.path) }) { one, _ in one }
        var files: ByteTable<String> = [:]
        for (path, file) in record.files where file.at == nil {
            files[path] = file.origin.flatMap { byOrigin[$0] }
        }
        self.files = files
    }

    var isEmpty: Bool { layout.isEmpty }

    /// The new path, also of a folder or a pattern; `nil` if it is the same, or none of ours.
    func destination(of path: String) -> String? {
        let bare = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        let tidy = bare.hasSuffix("/") ? String(bare.dropLast()) : bare
        guard let found = files[tidy] ?? layout.destination(of: tidy), !found.hasSameBytes(as: tidy) else { return nil }
        return (path.hasPrefix("./") ? "./" : "") + found + (bare.hasSuffix("/") ? "/" : "")
    }

    /// The new name of a Python module, as in `python -m src.report`.
    func module(_ name: String) -> String? {
        let path = name.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/")
        guard let file = destination(of: path + ".py"), file.hasSuffix(".py") else { return nil }
        return file.dropLast(3).split(separator: "/").joined(separator: ".")
    }

    /// A shell command in which whole words are such paths or modules; `nil` if none is.
    func command(_ text: String) -> String? {
        var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for index in words.indices {
            let isModule = index > 0 && words[index - 1] == "-m"
            if let new = isModule ? module(words[index]) : destination(of: words[index]) { words[index] = new }
        }
        let new = words.joined(separator: " ")
        return new == text ? nil : new
    }
}
