internal import MLKitCore

/// A line below the header that has units, as `kg,cm`, and no values: in columns of numbers it is the only text.
struct UnitLine {
    private let file: SourceFile
    private let units: [String]

    /// `nil` where the line is a row like others.
    init?(_ file: SourceFile, _ profiles: [ColumnProfile]) {
        guard file.below.count == file.columns.count else { return nil }
        let places = profiles.map(\.name).placesByBytes
        let texts = zip(file.columns, file.below).compactMap { name, text -> String? in
            guard let profile = places[ByteText(name)].map({ profiles[$0] }), !text.isEmpty, profile.firstText == text else { return nil }
            return profile.numbers > 0 && profile.present == profile.numbers + 1 ? text : nil
        }
        guard texts.count > 1 || texts.count == file.below.count(where: { !$0.isEmpty }), !texts.isEmpty else { return nil }
        (self.file, units) = (file, texts)
    }

    /// More names than this are not spelled out.
    private static let mostNames = 20

    var warning: String {
        let shown = units.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        let names = file.columns.count > Self.mostNames ? "[…]" : JSON.array(file.columns.map { .string($0) }).compact
        return "the line below the header of `\(file.name)` seems to have units and no values (\(shown)): "
            + "`read: {skip: \(file.options.skip + 1), names: \(names)}` leaves it out"
    }
}
