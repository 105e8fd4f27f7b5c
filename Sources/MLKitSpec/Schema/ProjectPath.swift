/// Paths in a spec: relative to the project, and inside it.
public enum ProjectPath {
    /// Why a path cannot be used, as the end of a sentence; `nil` if it can.
    public static func problem(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.hasPrefix("/") || path.hasPrefix("~") { return "is not relative to the project" }
        if path.utf8.contains(0) { return "contains a NUL character" }
        var depth = 0
        for component in path.split(separator: "/") where component != "." {
            depth += component == ".." ? -1 : 1
            if depth < 0 { return "leads out of the project" }
        }
        if path.split(separator: "/").first == ".git" { return "is inside git's own folder" }
        return nil
    }
}
