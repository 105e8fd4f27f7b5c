internal import MLKitCore
internal import MLKitSpec

/// The name of a project: small letters, digits, `-` and `_`.
public enum ProjectName {
    /// - Throws: `Failure` with a name that would do.
    public static func check(_ name: String) throws {
        guard !TextPattern.projectName.accepts(name) || name.utf8.count > limit else { return }
        let suggestion = suggestion(for: name)
        throw Failure(
            "`\(name)` cannot name a project",
            notes: ["names are made of small letters, digits, `-` and `_`, a letter or digit first, \(limit) at most"],
            hint: suggestion.map { "try `\($0)`" })
    }

    /// The name of the project in a folder: the folder's, in small letters and with `-` for spaces and dots, where nothing of it
    /// would be lost.
    static func name(ofFolder folder: String) -> String {
        let allowed = folder.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || " -_.".utf8.contains(byte)
        }
        guard allowed, let first = folder.first, first.isLetter || first.isNumber else { return folder }
        let words = folder.lowercased().split { $0 == " " || $0 == "." }.joined(separator: "-")
        return TextPattern.projectName.accepts(words) ? words : folder
    }

    /// Longer names do not fit where names of hosts and images must.
    static let limit = 63

    /// The name with other characters replaced; `nil` if nothing would be left.
    static func suggestion(for name: String) -> String? {
        let words = NameText.words(name).map { NameText.slug($0) }.filter { !$0.isEmpty }
        let joined = words.joined(separator: "-").prefix(limit)
        return joined.isEmpty ? nil : String(joined).trimmingDashes
    }
}

extension String {
    fileprivate var trimmingDashes: String {
        String(reversed().drop { $0 == "-" }.reversed())
    }
}
