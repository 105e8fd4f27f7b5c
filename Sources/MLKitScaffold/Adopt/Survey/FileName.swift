/// Parts of a path's text.
enum FileName {
    /// The last component.
    static func last(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    /// The folder it lies in; empty for the root.
    static func folder(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// What follows the last dot of the name, in small letters; empty without one. A name that begins with its
    /// only dot has none.
    static func suffix(_ path: String) -> String {
        let name = last(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// The name without its suffixes: `train` for `data/train.csv.gz`.
    static func stem(_ path: String) -> String {
        let name = last(path)
        guard let dot = name.dropFirst().firstIndex(of: ".") else { return name }
        return String(name[..<dot])
    }

    /// A path seen from a folder, without `.` and `..`; `nil` if it leads out of the project or is not relative.
    static func join(_ folder: String, _ path: String) -> String? {
        guard !path.hasPrefix("/"), !path.hasPrefix("~") else { return nil }
        var parts = [Substring]()
        for part in (folder + "/" + path).split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }
}
