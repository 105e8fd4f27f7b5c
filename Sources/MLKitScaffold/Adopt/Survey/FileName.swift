/// Parts of a path's text.
enum FileName {
    /// The last component.
    static func last(_ path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// The folder it lies in; empty for the root.
    static func folder(_ path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    }

    /// What follows the last dot of the name, in small letters; empty without one. A name that begins with its
    /// only dot has none.
    static func suffix(_ path: String) -> String {
        let bytes = path.utf8
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot != bytes.startIndex,
            !bytes[dot...].contains(UInt8(ascii: "/")), bytes[bytes.index(before: dot)] != UInt8(ascii: "/")
        else { return "" }
        return path[bytes.index(after: dot)...].lowercased()
    }

    /// The name without its suffixes: `train` for `data/train.csv.gz`.
    static func stem(_ path: String) -> String {
        let name = last(path)
        guard let dot = name.utf8.dropFirst().firstIndex(of: UInt8(ascii: ".")) else { return name }
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
