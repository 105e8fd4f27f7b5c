internal import MLKitCore

/// A line of a pip requirements file (pip's "Requirements File Format", PEP 440, PEP 508).
enum PinnedRequirement: Hashable {
    /// Names no package: an option, or a file of this project.
    case nothing
    /// Takes in another file.
    case file(String)
    /// Takes in versions for packages that other lines name.
    case constraints(String)
    case package(name: String, isPinned: Bool)

    /// The lines of a file; continued ones are one, comments are none.
    static func lines(of text: String) -> [PinnedRequirement] {
        let joined = text.replacing("\u{FEFF}", with: "").replacing("\r\n", with: "\n").replacing("\\\n", with: " ")
        return joined.split(separator: "\n").map { withoutComment($0).trimmed }.filter { !$0.isEmpty }.map { PinnedRequirement($0) }
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        if line.trimmed.hasPrefix("#") { return "" }
        return line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line
    }

    private init(_ line: String) {
        var words = line.split { $0 == " " || $0 == "\t" || $0 == "=" }.map(String.init)
        // A value may follow the letter of an option at once: `-rbase.txt`.
        if let letter = ["-r", "-c", "-e"].first(where: { words[0].hasPrefix($0) && words[0].count > 2 }) {
            words = [letter, String(line.dropFirst(2)).trimmed]
        }
        let value = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "-r", "--requirement": self = .file(value)
        case "-c", "--constraint": self = .constraints(value)
        case "-e", "--editable":
            let target = line.drop { $0 != " " && $0 != "=" }.isEmpty ? value : line.drop { $0 != " " && $0 != "=" }.dropFirst().trimmed
            self = Self.isOwn(target) ? .nothing : .package(name: target, isPinned: Self.isCommit(target))
        case let option where option.hasPrefix("-"): self = .nothing
        default: self = Self.isOwn(line) ? .nothing : Self.requirement(line)
        }
    }

    /// A folder or file of the project itself, perhaps with extras: `.`, `./lib[gpu]`, `wheels/a-1.0-py3-none-any.whl`.
    private static func isOwn(_ text: String) -> Bool {
        let path = text.hasPrefix("file:") ? String(text.dropFirst(5)) : text
        guard !path.hasPrefix("/"), !path.contains("://"), !path.contains(" @ "), !path.contains("@git") else { return false }
        return path == "." || path.hasPrefix("./") || path.hasPrefix(".[") || path.hasPrefix("../")
            || path.prefix { !" ;<>=!~".contains($0) }.contains("/")
    }

    private static func requirement(_ line: String) -> PinnedRequirement {
        let hasHash = hasHash(line)
        // What stands behind `;` says where it is wanted, not which version.
        let whole = line.firstRange(of: " --").map { line[..<$0.lowerBound].trimmed } ?? line
        if whole.contains("://") || whole.contains(" @ ") || whole.hasPrefix("git+") {
            let place = whole.firstRange(of: "@ ").map { whole[$0.upperBound...].trimmed } ?? whole
            let name = String(whole.prefix { $0 != "@" && $0 != " " })
            return .package(name: normal(name), isPinned: hasHash || isCommit(place) || isOwn(place))
        }
        let requirement = whole.prefix { $0 != ";" }.trimmed
        let name = requirement.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        let version = requirement.dropFirst(name.count).drop { $0 != "=" && $0 != "<" && $0 != ">" && $0 != "~" && $0 != "!" }
        let isExact = version.split(separator: ",").contains { part in
            let part = part.trimmed
            return part.hasPrefix("==") && !part.hasSuffix("*") && part.drop { $0 == "=" }.trimmed.first?.isNumber ?? false
        }
        return .package(name: name.isEmpty ? requirement : normal(String(name)), isPinned: hasHash || isExact)
    }

    /// PEP 503.
    static func normal(_ name: String) -> String {
        name.lowercased().map { "-_.".contains($0) ? "-" : String($0) }.joined()
    }

    /// `git+https://host/x.git@<40 digits>`, perhaps with more after it; or the archive of a commit, `…/<40 digits>.zip`.
    private static func isCommit(_ place: String) -> Bool {
        let whole = place.prefix { $0 != "#" && $0 != " " && $0 != ";" }
        let id = whole.split { $0 == "@" || $0 == "/" }.last?.prefix { $0 != "." } ?? ""
        return [40, 64].contains(id.utf8.count) && id.allSatisfy(\.isHexDigit)
    }

    /// The hashes that pip takes, and how many digits each has.
    private static let hashes = ["sha256": 64, "sha384": 96, "sha512": 128]

    /// Whether a line has a hash of what is fetched: `--hash=sha256:…`, or `#sha256=…` behind an address.
    private static func hasHash(_ line: String) -> Bool {
        hashes.contains { name, count in
            ["--hash=\(name):", "--hash \(name):", "#\(name)=", "&\(name)="].contains { beginning in
                line.ranges(of: beginning).contains { line[$0.upperBound...].prefix(while: \.isHexDigit).utf8.count == count }
            }
        }
    }
}
