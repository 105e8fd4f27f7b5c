internal import MLKitCore

/// Paths in a spec: relative to the project, and inside it.
public enum ProjectPath {
    /// The one spelling of a path, by its components alone: without `.`, `x/..`, doubled slashes and slashes at the end.
    /// What a link in it leads to is not asked. The project itself is `.`.
    public static func normal(_ path: String) -> String {
        guard mayHaveOther(path) else { return path }
        var components = [Substring]()
        for component in path.pathComponents where component != "." {
            if component == "..", components.last.map({ $0 != ".." }) ?? false {
                components.removeLast()
            } else {
                components.append(component)
            }
        }
        let root = path.isRooted ? "/" : ""
        let joined = root + components.joined(separator: "/")
        return joined.isEmpty && !path.isEmpty ? "." : joined
    }

    /// Whether anything in a path could be spelled in another way: few could.
    private static func mayHaveOther(_ path: String) -> Bool {
        var before = UInt8(ascii: "/")
        for byte in path.utf8 {
            if before == UInt8(ascii: "/"), byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") { return true }
            before = byte
        }
        return before == UInt8(ascii: "/")
    }

    /// Why a path cannot be used, as the end of a sentence; `nil` if it can.
    public static func problem(_ path: String) -> String? {
        if path.hasPrefix("${stages.") { return "cannot be that of a stage: name the file itself" }
        // People mean their own folder.
        if path.hasPrefix("~") { return "is not relative to the project" }
        return fileProblem(path)
    }

    /// The same of a path that nobody spelt: of a file as it is called on disk, which may begin with `~`.
    public static func fileProblem(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.isRooted { return "is not relative to the project" }
        if path.utf8.contains(0) { return "contains a NUL character" }
        if path.utf8.count > 4096 { return "is longer than 4096 bytes" }
        var components = [Substring]()
        for component in path.pathComponents where component != "." {
            if component != ".." {
                components.append(component)
            } else if components.popLast() == nil {
                return "leads out of the project"
            }
        }
        if components.contains(where: isGitsOwn) { return "is inside git's own folder" }
        return nil
    }

    /// Whether git takes what is called so for its own, be it in a folder of the project or on a disk to which letters are
    /// alike whatever their case: what is in there can make git run any command.
    public static func isGitsOwn(_ component: some StringProtocol) -> Bool {
        guard let first = component.utf8.first, first == UInt8(ascii: ".") || first | 0x20 == UInt8(ascii: "g") else { return false }
        var name = String(component.lowercased().prefix { $0 != ":" })
        while name.hasSuffix(" ") || name.hasSuffix(".") { name.removeLast() }
        return name == ".git" || name == "git~1"
    }

    /// A regular expression that refuses most of what `problem` does: `..` and `.git` are only seen at the beginning.
    static let expression = #"(?![/~])(?!(?:\./)*(?:\.\.|\.git)(?:/|$)).+"#
    /// The same where a path may be absolute.
    static let anyExpression = #"/.*|(?!~)(?!(?:\./)*(?:\.\.|\.git)(?:/|$)).+"#
}
