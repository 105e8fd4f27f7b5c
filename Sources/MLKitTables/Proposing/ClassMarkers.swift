internal import MLKitSignature

/// Of the texts that mean a missing value mostly, those that are values of a column like its others: `None` beside `Mild` and `Severe`, `-`
/// beside `+`.
///
/// They are as frequent as half of what the others are on average, and of the same kind: words among words, signs among signs. `NA` is one
/// in a target alone, whose rows would be lost otherwise.
struct ClassMarkers {
    /// With how often each is there.
    let texts: [(text: String, count: Int)]

    private static let signs = ["-", "--", "?", "."]
    private static let words = ["None"]
    private static let wordsOfTargets = ["None", "NA", "N/A", "n/a", "na"]
    /// A column of more different values is none of classes.
    private static let mostValues = 20

    /// - Parameter values: the different values of the column.
    init(_ profile: ColumnProfile, _ values: [String], isTarget: Bool) {
        guard profile.type == .text, !values.isEmpty, values.count <= Self.mostValues, values.count * 5 <= profile.present else {
            texts = []
            return
        }
        let areSigns = values.allSatisfy { !$0.contains { $0.isLetter || $0.isNumber } }
        let areWords = values.allSatisfy { $0.contains(where: \.isLetter) }
        let able = areSigns ? Self.signs : areWords ? (isTarget ? Self.wordsOfTargets : Self.words) : []
        texts = able.compactMap { text in
            guard let count = profile.markers[text], count * 2 * values.count >= profile.present else { return nil }
            return (text, count)
        }
    }
}
