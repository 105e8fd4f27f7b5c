internal import MLKitCore
public import MLKitSignature

/// A column that may be what is to be predicted.
public struct TargetCandidate: Sendable {
    public let name: String
    public let type: ColumnType
    /// What is in it, for people: "number, 598 different".
    public let words: String
    /// Why nothing could be learnt with it as the target; `nil` if something may be.
    public let obstacle: String?
}

/// The column that is most likely to be predicted.
public struct TargetGuess: Sendable {
    public let name: String
    public let why: String
    /// Whether nobody needs to be asked.
    public let isSure: Bool
}

extension TableSurvey {
    /// What targets are called, in small letters and without what is no letter.
    private static let usual: Set<String> = ["target", "label", "class", "classlabel", "y", "outcome", "response", "dependentvariable"]

    /// All columns, in their order.
    public var candidates: [TargetCandidate] {
        profiles.map { profile in
            TargetCandidate(
                name: profile.name, type: inference(of: nil).type(profile), words: words(profile), obstacle: obstacle(profile))
        }
    }

    /// `nil` where no column will do.
    public var guess: TargetGuess? {
        let able = candidates.filter { $0.obstacle == nil }
        let named = able.filter { Self.usual.contains($0.name.lowercased().filter(\.isLetter)) }
        if named.count == 1 { return TargetGuess(name: named[0].name, why: "what it is called says so", isSure: true) }
        guard let last = able.last else { return nil }
        return TargetGuess(
            name: last.name, why: last.name == columns.last ? "the last column" : "the last column that can be", isSure: false)
    }

    func inference(of target: String?, task: TargetTask? = nil) -> SchemaInference {
        SchemaInference(profiles: profiles, target: target ?? "", task: task)
    }

    private func words(_ profile: ColumnProfile) -> String {
        let type = inference(of: nil).type(profile)
        let missing = profile.missing > 0 ? ", \(profile.missing) missing" : ""
        return "\(type.rawValue), \(profile.distinct) different\(missing)"
    }

    private func obstacle(_ profile: ColumnProfile) -> String? {
        if profile.present == 0 { return "it has no values" }
        if profile.distinct == 1 {
            guard let marker = profile.markers.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
            else { return "it has the same value in every row" }
            return "it has one value only beside those that mean a missing one, `\(marker.key)` \(plural(marker.value, "time"))"
        }
        let inference = inference(of: nil)
        if profile.type == .text, profile.distinct > SchemaInference.categoryLimit, let words = NumberWriting(profile)?.bareWords {
            return words
        }
        switch inference.type(profile) {
        case .identifier: return "it has another value in every row, which names rows and tells nothing of them"
        case .date, .timestamp: return "it is a time, which no model predicts"
        case .text where profile.distinct == profile.present:
            return inference.writingWords(profile) ?? "it has another text in every row: no class would have two rows to learn from"
        case .text where inference.isFreeText(profile) || profile.distinct > SchemaInference.classLimit:
            return inference.writingWords(profile)
                ?? "it has \(profile.distinct) different texts in \(plural(profile.present, "row")), too many to be classes"
        default: return nil
        }
    }

    /// - Throws: `Failure` for a name that is no column's, or one of a column that cannot be a target.
    func checkTarget(_ name: String) throws -> ColumnProfile {
        guard let profile = profiles.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw Failure("`\(self.name)` has no column `\(name)`",
                hint: headerHint(naming: name) ?? Suggestion.hint(for: name, among: columns))
        }
        guard let obstacle = obstacle(profile) else { return profile }
        let others = candidates.filter { $0.obstacle == nil }.map(\.name)
        throw Failure(
            "the column `\(name)` cannot be predicted: \(obstacle)",
            hint: others.isEmpty ? "no column of `\(self.name)` can be" : Self.offer(others))
    }

    /// Where a line further down of a delimited file has the name, which may be its header.
    private func headerHint(naming column: String) -> String? {
        guard let file = table.files.first, let form = file.form,
            let start = try? LocalFileSystem().read(file.path, from: 0, count: 1 << 14)
        else { return nil }
        let lines = String(decoding: start, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(6)
        let place = lines.indices.dropFirst().first { index in
            let line = String(lines[index])
            guard let header = try? DelimitedHeader([line], file: "", delimiter: Character(Unicode.Scalar(form.delimiter)))
            else { return false }
            return header.names.contains(bytesOf: column)
        }
        return place.map { "line \($0 + 1) has it: if the names of the columns stand there, `--read '{skip: \($0)}'`" }
    }

    private static func offer(_ names: [String]) -> String {
        let shown = Suggestion.list(Array(names.prefix(20)))
        return "what can be: \(shown)" + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
