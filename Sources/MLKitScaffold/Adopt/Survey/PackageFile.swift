internal import MLKitCore

/// What a package file says of the project: pyproject.toml, setup.cfg or package.json.
struct PackageFile {
    let path: String
    private(set) var name: String?
    private(set) var summary: String?
    private(set) var license: String?
    private(set) var author: String?

    static func all(in tree: ProjectTree) -> [PackageFile] {
        ["pyproject.toml", "setup.cfg", "package.json"].compactMap { path in
            tree.text(path).map { PackageFile(path: path, text: $0) }
        }
    }

    init(path: String, text: String) {
        self.path = path
        switch path {
        case "package.json": read(json: text)
        case "setup.cfg": read(SectionedText(text), sections: ["metadata"])
        default: read(SectionedText(text), sections: ["project", "tool.poetry"])
        }
    }

    private mutating func read(json text: String) {
        guard let json = try? JSON(parsing: Array(text.utf8)) else { return }
        name = json["name"]?.string
        summary = json["description"]?.string.flatMap(Self.line)
        license = json["license"]?.string
        author = json["author"]?.string.flatMap(Self.person)
    }

    private mutating func read(_ text: SectionedText, sections: [String]) {
        for section in sections {
            name = name ?? text[section, "name"]
            summary = summary ?? (text[section, "description"]).flatMap(Self.line)
            license = license ?? text[section, "license"].flatMap(Self.identifier)
            author = author ?? (text[section, "authors"] ?? text[section, "author"]).flatMap(Self.person)
        }
    }

    /// Licences are named freely; only what looks like an SPDX identifier is taken.
    private static func identifier(_ text: String) -> String? {
        let isIdentifier = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.+".contains($0)) }
        return isIdentifier && !text.isEmpty && text.count < 40 ? text : nil
    }

    private static func person(_ text: String) -> String? {
        text.split(separator: "<", omittingEmptySubsequences: false).first.map { $0.trimmed }.flatMap(line)
    }

    private static func line(_ text: String) -> String? {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.isEmpty ? nil : String(line.prefix(Readme.limit))
    }
}
