internal import MLKitCore
internal import MLKitSpec

/// The name of a project: small letters, digits, `-` and `_`.
public enum ProjectName {
    /// - Throws: `Failure` with a name that would do.
    public static func check(_ name: String) throws {
        guard !TextPattern.projectName.accepts(name) || name.utf8.count > limit else { return }
        let suggestion = suggestion(for: name).map { "try `\($0)`" }
        let hint = suggestion ?? (name.contains(where: \.isLetter) ? "take a name in Latin letters, and say this one with `--set title=…`"
            : nil)
        throw Failure(
            "`\(name)` cannot name a project",
            notes: ["names are made of small letters, digits, `-` and `_`, a letter or digit first, \(limit) at most"], hint: hint)
    }

    /// The name of the project in a folder: the folder's in small letters, Latin ones without their marks, and with `-` for what no name
    /// can have in it. The folder's itself where nothing would be left.
    static func name(ofFolder folder: String) -> String {
        guard !TextPattern.projectName.accepts(folder) || folder.utf8.count > limit,
            !folder.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return folder }
        let words = Transliteration.latin(folder).lowercased().split { !isAllowed($0) }.joined(separator: "-")
        let name = String(words.drop { $0 == "-" || $0 == "_" }.prefix(limit)).trimmingDashes
        return TextPattern.projectName.accepts(name) ? name : folder
    }

    /// What the project in a folder is called for people, where the name does not say so: the folder's as it is, if letters or signs of it
    /// were left out or replaced.
    static func title(ofFolder folder: String) -> String? {
        let isSaid = folder.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_ .".contains($0) }
        return isSaid || folder.contains("${") ? nil : folder
    }

    private static func isAllowed(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("0"..."9").contains(character) || character == "-" || character == "_"
    }

    /// Longer names do not fit where names of hosts and images must.
    static let limit = 63

    /// The name with other characters replaced; `nil` if nothing would be left.
    static func suggestion(for name: String) -> String? {
        let words = NameText.words(Transliteration.latin(name)).map { NameText.slug($0) }.filter { !$0.isEmpty }
        let joined = words.joined(separator: "-").prefix(limit)
        return joined.isEmpty ? nil : String(joined).trimmingDashes
    }
}

extension String {
    fileprivate var trimmingDashes: String {
        String(reversed().drop { $0 == "-" }.reversed())
    }
}
