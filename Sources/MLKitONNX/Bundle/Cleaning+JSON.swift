internal import MLKitCore
internal import MLKitSignature

// How raw values become values, as `cleaning` of a bundle's manifest.

extension Cleaning {
    var json: JSON {
        [
            "missing": .array(missing.map { .string($0) }), "decimal": .string(String(Unicode.Scalar(numbers.decimal))),
            "thousands": numbers.thousands.map { .string(String(Unicode.Scalar($0))) } ?? .null,
            "units": .array(numbers.units.map { .string($0) }),
        ]
    }

    init(json: JSON) throws {
        let reader = BundleReader(json, of: "`cleaning`")
        self.init(
            missing: try reader.strings("missing"),
            numbers: NumberFormat(
                decimal: try reader.string("decimal").utf8.first ?? UInt8(ascii: "."),
                thousands: json["thousands"]?.string?.utf8.first, units: try reader.strings("units")))
    }
}
