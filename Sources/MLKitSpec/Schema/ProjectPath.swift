/// Paths in a spec: relative to the project, and inside it.
public enum ProjectPath {
    /// Why a path cannot be used, as the end of a sentence; `nil` if it can.
    public static func problem(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.hasPrefix("${stages.") { return "cannot be that of a stage: name the file itself" }
        if path.hasPrefix("/") || path.hasPrefix("~") { return "is not relative to the project" }
        if path.utf8.contains(0) { return "contains a NUL character" }
        if path.utf8.count > 4096 { return "is longer than 4096 bytes" }
        var components = [Substring]()
        for component in path.split(separator: "/") where component != "." {
            if component != ".." {
                components.append(component)
            } else if components.popLast() == nil {
                return "leads out of the project"
            }
        }
        if components.first == ".git" { return "is inside git's own folder" }
        return nil
    }

    /// A regular expression that refuses most of what `problem` does: `..` is only seen at the beginning.
    static let expression = #"(?![/~])(?!(?:\./)*(?:\.\.|\.git)(?:/|$)).+"#
}
