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
                JSON.Member("missing", .array(missing.map { .string($0) })),
                JSON.Member("decimal", .string(String(Unicode.Scalar(numbers.decimal)))),
                JSON.Member("thousands", numbers.thousands.map { .string(String(Unicode.Scalar($0))) } ?? .null),
                JSON.Member("units", .array(numbers.units.map { .string($0) })),
            ] + form + hidden)
    }

    init(json: JSON) throws {
        let reader = BundleReader(json, of: "`cleaning`")
        self.init(
            missing: try reader.strings("missing"),
            numbers: NumberFormat(
                decimal: try reader.string("decimal").utf8.first ?? UInt8(ascii: "."),
                thousands: json["thousands"]?.string?.utf8.first, units: try reader.strings("units")),
            unicode: try json["unicode"].map { _ in try Self.form(reader.string("unicode")) },
            redacted: try json["redacted"].map { _ in try reader.strings("redacted") } ?? [])
    }

    private static func form(_ name: String) throws -> UnicodeForm {
        if let form = UnicodeForm(rawValue: name) { return form }
        throw Failure("`cleaning` has the unknown form of characters `\(name)`")
    }
}
