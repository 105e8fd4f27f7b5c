internal import MLKitCore

/// The packages that files of Python's own name as what a project needs.
enum PythonManifest {
    static func isOne(_ file: String) -> Bool {
        ["pyproject.toml", "setup.py", "setup.cfg", "Pipfile"].contains(PinProbe.name(file))
    }

    /// The names of those without a version that is certain.
    static func loose(in text: String, of file: String) -> [String] {
        PinnedRequirement.lines(of: lines(in: text, of: file).joined(separator: "\n")).compactMap {
            if case .package(let name, false) = $0 { name } else { nil }
        }
    }

    /// The files from which a pyproject.toml has its dependencies read when it is built, or `nil` if it names them itself
    /// (setuptools, "Dynamic Metadata"; hatch-requirements-txt). None are known where something else provides them.
    static func dynamicFiles(in text: String, of file: String) -> [String]? {
        guard PinProbe.name(file) == "pyproject.toml",
            list("dynamic", in: section("[project]", of: text)).contains("dependencies")
        else { return nil }
        let setuptools = section("[tool.setuptools.dynamic]", of: text).split(separator: "\n")
        let places = [
            setuptools.filter { $0.trimmed.hasPrefix("dependencies") }.joined(separator: "\n"),
            section("[tool.setuptools.dynamic.dependencies]", of: text), section("[tool.hatch.metadata.hooks.requirements_txt]", of: text),
        ]
        return places.flatMap { place in
            let many = list("files", in: place) + list("file", in: place)
            return many.isEmpty ? single("file", in: place).map { [$0] } ?? [] : many
        }
    }

    /// The text in quotes behind `name =`.
    private static func single(_ name: String, in text: String) -> String? {
        guard let range = text.firstRange(of: name) else { return nil }
        let rest = text[range.upperBound...].drop { " =".contains($0) }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    /// What it names, each as a line of requirements.
    static func lines(in text: String, of file: String) -> [String] {
        switch PinProbe.name(file) {
        case "pyproject.toml": list("dependencies", in: section("[project]", of: text)) + table("[tool.poetry.dependencies]", of: text)
        case "Pipfile": table("[packages]", of: text)
        case "setup.cfg": continued("install_requires", in: section("[options]", of: text))
        default: list("install_requires", in: text)
        }
    }

    /// What stands below a heading, up to the next one.
    private static func section(_ heading: String, of text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0.trimmed == heading }) else { return "" }
        return lines[(start + 1)...].prefix { !$0.hasPrefix("[") }.joined(separator: "\n")
    }

    /// The names of a table, with a version where it is a certain one.
    private static func table(_ heading: String, of text: String) -> [String] {
        section(heading, of: text).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2, !parts[0].hasPrefix("#"), parts[0] != "python", !parts[1].contains("path") else { return nil }
            let version = parts[1].split { "\"' ".contains($0) }.first { $0.hasPrefix("==") } ?? ""
            return parts[0].split { "\"'".contains($0) }.joined() + version
        }
    }

    /// The texts in quotes between a name and the bracket that closes its list.
    private static func list(_ name: String, in text: String) -> [String] {
        guard let start = text.firstRange(of: name), let open = text[start.upperBound...].firstIndex(of: "["),
            text[start.upperBound..<open].allSatisfy({ " =\n".contains($0) })
        else { return [] }
        var (found, quote, current) = ([String](), Character?.none, "")
        for character in text[text.index(after: open)...] {
            if character == quote {
                found.append(current)
                (quote, current) = (nil, "")
            } else if quote != nil {
                current.append(character)
            } else if character == "]" {
                break
            } else if character == "\"" || character == "'" {
                quote = character
            }
        }
        return found
    }

    /// The lines of a setting that goes on below its name.
    private static func continued(_ name: String, in text: String) -> [String] {
        let lines = text.split(separator: "\n")
        guard let start = lines.firstIndex(where: { $0.hasPrefix(name) }) else { return [] }
        let rest = lines[(start + 1)...].prefix { $0.first == " " || $0.first == "\t" }.map(\.trimmed)
        return [lines[start].drop { $0 != "=" }.dropFirst().trimmed] + rest
    }
}
