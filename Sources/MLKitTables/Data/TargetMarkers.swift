internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Texts that stood for a missing value in the target, so that their rows are left out: they may be a class.
struct TargetMarkers {
    /// "`clean: {missing: []}` makes a class of `?`".
    let words: String

    /// - Parameter profiles: of all columns.
    /// - Returns: `nil` where rows without a target have no text there.
    init?(_ target: String, _ profiles: [ColumnProfile], _ clean: DataConfiguration.Clean) {
        let found = profiles.first { $0.name.hasSameBytes(as: target) }?.markers.keys.filter { !$0.isEmpty }.sortedByBytes() ?? []
        guard !found.isEmpty else { return nil }
        let own = clean.missing(in: target)
        let common = (clean.missing ?? SourceLoading.used(profiles)).filter { !$0.isEmpty && !found.contains($0) }
        var byColumn = clean.missingByColumn ?? [:]
        byColumn[target] = own.filter { !found.contains($0) }
        // Where they stay missing.
        for profile in profiles where !profile.name.hasSameBytes(as: target) {
            let others = found.filter { profile.markers[$0] != nil && !(byColumn[profile.name] ?? []).contains($0) && !own.contains($0) }
            if !others.isEmpty { byColumn[profile.name, default: []] += others }
        }
        let entries = byColumn.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\(YAMLText.flow(.string($0.key))): \(Self.list($0.value))" }
        let rest = entries.isEmpty ? clean.missingByColumn == nil ? "" : ", missing_in: {}" : ", missing_in: {\(entries.joined(separator: ", "))}"
        words = "`clean: {missing: \(Self.list(common))\(rest)}` makes \(found.count == 1 ? "a class" : "classes") of "
            + found.map { "`\($0)`" }.joined(separator: " and ")
    }

    private static func list(_ texts: [String]) -> String { "[\(texts.map { YAMLText.flow(.string($0)) }.joined(separator: ", "))]" }
}
