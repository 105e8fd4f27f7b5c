internal import MLKitCore
internal import MLKitSignature

// How raw values become values, as `cleaning` of a bundle's manifest.

extension Cleaning {
    var json: JSON {
        // Only where there is something to say, so that a bundle of before is written as it was.
        let form = unicode.map { [JSON.Member("unicode", .string($0.rawValue))] } ?? []
        let hidden = redacted.isEmpty ? [] : [JSON.Member("redacted", .array(redacted.map { .string($0) }))]
        return .object(
            [
                JSON.Member("missing", .array(missing.map { .string($0) }))
            ] + numbers.members + byColumn + missingHere + form + hidden + coarser + left)
    }

    private var byColumn: [JSON.Member] {
        guard !numbersByColumn.isEmpty else { return [] }
        let columns = numbersByColumn.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return [JSON.Member("numbers", .object(columns.map { JSON.Member($0.key, .object($0.value.members)) }))]
    }

    private var left: [JSON.Member] {
        dropped.isEmpty ? [] : [JSON.Member("dropped", .array(dropped.map { .string($0) }))]
    }

    private var missingHere: [JSON.Member] {
        guard !missingByColumn.isEmpty else { return [] }
        let columns = missingByColumn.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return [JSON.Member("missing_in", .object(columns.map { JSON.Member($0.key, .array($0.value.map { .string($0) })) }))]
    }

    private var coarser: [JSON.Member] {
        guard !aggregated.isEmpty else { return [] }
        let columns = aggregated.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return [JSON.Member("aggregated", .object(columns.map { JSON.Member($0.key, $0.value.json) }))]
    }

    init(json: JSON) throws {
        let reader = BundleReader(json, of: "`cleaning`")
        self.init(
            missing: try reader.strings("missing"),
            numbers: try NumberFormat(reader, json),
            unicode: try json["unicode"].map { _ in try Self.form(reader.string("unicode")) },
            redacted: try json["redacted"].map { _ in try reader.strings("redacted") } ?? [])
        for member in json["missing_in"]?.members ?? [] { missingByColumn[member.name] = (member.value.array ?? []).compactMap(\.string) }
        dropped = try json["dropped"].map { _ in try reader.strings("dropped") } ?? []
        for member in json["numbers"]?.members ?? [] {
            numbersByColumn[member.name] = try NumberFormat(BundleReader(member.value, of: "`numbers` of `\(member.name)`"), member.value)
        }
        for member in json["aggregated"]?.members ?? [] {
            guard let how = Aggregation(json: member.value) else {
                throw Failure("`cleaning` has an unknown way to make `\(member.name)` coarser")
            }
            aggregated[member.name] = how
        }
    }

    private static func form(_ name: String) throws -> UnicodeForm {
        if let form = UnicodeForm(rawValue: name) { return form }
        throw Failure("`cleaning` has the unknown form of characters `\(name)`")
    }
}

extension NumberFormat {
    fileprivate var members: [JSON.Member] {
        [
            JSON.Member("decimal", .string(String(Unicode.Scalar(decimal)))),
            JSON.Member("thousands", thousands.map { .string(String(Unicode.Scalar($0))) } ?? .null),
            JSON.Member("units", .array(units.map { .string($0) })),
        ] + (hasBrackets ? [JSON.Member("brackets", true)] : [])
    }

    fileprivate init(_ reader: BundleReader, _ json: JSON) throws {
        self.init(
            decimal: try reader.string("decimal").utf8.first ?? UInt8(ascii: "."),
            thousands: json["thousands"]?.string?.utf8.first, units: try reader.strings("units"),
            hasBrackets: json["brackets"]?.bool ?? false)
    }
}
