internal import MLKitSignature

/// What of `read` and `clean.missing` a table would be read better with than without.
struct ReadingGuess {
    private let table: ReadTable
    private var profiles: [ColumnProfile] { table.loaded.profiles }
    private var inference: SchemaInference { SchemaInference(profiles: profiles, target: "") }

    init(_ table: ReadTable) { self.table = table }

    // MARK: Numbers

    /// How numbers are written: as was found out already, or as all columns of texts that are numbers have it together;
    /// `nil` for plainly.
    var numbers: NumberFormat? {
        if table.schema.cleaning.numbers != .plain { return table.schema.cleaning.numbers }
        let formats = profiles.filter { $0.type == .text }.compactMap { inference.soleFormat($0) }
        guard let first = formats.first else { return nil }
        var together = first
        for format in formats.dropFirst() {
            guard format.decimal == first.decimal || format.thousands == nil else { return nil }
            if let thousands = format.thousands {
                guard together.thousands == nil || together.thousands == thousands else { return nil }
                together.thousands = thousands
            }
        }
        let hasPoints = profiles.contains { $0.type == .number }
        guard !hasPoints || (together.decimal == UInt8(ascii: ".") && together.thousands != UInt8(ascii: ".")) else { return nil }
        together.units = Set(formats.flatMap(\.units)).sorted()
        return together
    }

    func words(_ format: NumberFormat) -> String {
        let column = profiles.first { $0.type == .text && inference.soleFormat($0) != nil }
        let example = column.flatMap { profile in profile.firstText.map { ": `\($0)` in `\(profile.name)`" } } ?? ""
        return example.isEmpty ? "numbers are written with a decimal comma" : "numbers are written this way\(example)"
    }

    // MARK: Missing values

    /// Texts that stood for a missing value somewhere, in their usual order.
    var usedMarkers: [String] {
        let used = Set(profiles.flatMap(\.markers.keys))
        return Cleaning.usualMissing.filter { used.contains($0) && !$0.isEmpty }
    }

    /// The one text of a column whose other values, nine of ten at least, are numbers.
    var oddMarker: (text: String, column: String, others: String)? {
        for (index, profile) in profiles.enumerated() where profile.type == .text && profile.numbers > 0 {
            let odd = profile.present - profile.numbers - profile.notNumbers
            let reader = table.loaded.ingestion.readers[index]
            guard odd > 0, odd * 10 <= profile.present, reader.texts.isWhole else { continue }
            let format = table.schema.cleaning.numbers
            let texts = reader.texts.texts.filter { format.value($0) == nil }
            if texts.count == 1 { return (texts[0], profile.name, "numbers") }
        }
        return nil
    }
}

extension SchemaInference {
    /// The one way of writing numbers by which all values of a column are some; `nil` where there is none, or two that tell
    /// them differently.
    func soleFormat(_ profile: ColumnProfile) -> NumberFormat? {
        guard let ways = bestWay(profile), let way = ways.first, profile.ways[way] + profile.numbers == profile.present else { return nil }
        let (comma, groups) = (NumberFormat(decimal: UInt8(ascii: ",")), NumberFormat(thousands: UInt8(ascii: ",")))
        let formats = ways.map { NumberFormat.ways[$0] }
        guard !(formats.contains(comma) && formats.contains(groups)) else { return nil }
        var format = NumberFormat.ways[way]
        format.units = profile.units.keys.sorted()
        return format
    }
}
