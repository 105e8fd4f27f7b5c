internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables

/// What keeps rows together, or in their order, when they are cut into parts.
public struct FoldBond: Hashable, Sendable {
    /// The column whose rows of one value are never in two parts.
    public var group: String?
    /// The column by which each part is later than what is learned from for it.
    public var time: String?

    public init(group: String? = nil, time: String? = nil) { (self.group, self.time) = (group, time) }

    static let groupName = DataConfiguration.Split.groupName
    static let timeName = DataConfiguration.Split.timeName

    static let keys = KeySet<FoldBond>(
        "`\(TrainConfiguration.bondName)`", blank: FoldBond(), oneOf: [groupName, timeName],
        [
            Key(groupName, \.group, .text, "column whose values are not torn apart: all rows of one are in one part"),
            Key(timeName, \.time, .text, "column of dates, time stamps or numbers: each part is told of by models of earlier rows alone"),
        ])

    /// "group: patient".
    var words: String { group.map { "\(Self.groupName): \($0)" } ?? "\(Self.timeName): \(time ?? "")" }

    var json: JSON { .object([group.map { JSON.Member(Self.groupName, .string($0)) }, time.map { JSON.Member(Self.timeName, .string($0)) }].compactMap { $0 }) }
}

extension TrainingRows {
    /// For each training row the place of its value in a column: of numbers in their order, of texts as they come. Rows without a value
    /// have one, the first.
    ///
    /// - Parameter isTime: whether they have to be in order, so that texts are refused.
    /// - Throws: `Failure` for a column that is not there.
    func places(of column: String, isTime: Bool = false) throws -> [Int] {
        switch train[column] {
        case .text? where isTime:
            throw Failure("the column `\(column)` cannot be a time: it is one of texts", hint: "a time is a column of dates, time stamps or numbers")
        case .numeric(let values)?:
            let sorted = Set(values.filter { !$0.isNaN }).sorted()
            let first = values.contains { $0.isNaN } ? 1 : 0
            let places = Dictionary(sorted.enumerated().map { ($1, $0 + first) }) { place, _ in place }
            return values.map { places[$0] ?? 0 }
        case .text(let texts)?:
            var places = [Int32: Int]()
            if texts.codes.contains(where: { $0 < 0 }) { places[-1] = 0 }
            return texts.codes.map { code in
                let known = places[max(code, -1)] ?? places.count
                places[max(code, -1)] = known
                return known
            }
        case nil:
            throw Failure(
                "there is no column `\(column)` to cut rows into parts by", hint: Suggestion.hint(for: column, among: train.columns.map(\.name)))
        }
    }
}
