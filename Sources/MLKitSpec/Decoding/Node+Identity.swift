internal import MLKitCore
internal import MLKitYAML

extension Node {
    /// The value as it is recorded, compared and handed to commands: two that mean the same have the same, and no two
    /// others do.
    ///
    /// Whole numbers and others are apart (`1`, `1.0`), as most languages have them; `1.0` and `1.00` are one. A whole
    /// number beyond 64 bits is its text, of which no digit is lost. Dates are their text. Numbers that are not finite
    /// are `NaN`, `Infinity` and `-Infinity`, as texts: JSON has no word for them. The order of keys is none.
    var identity: JSON {
        switch content {
        case .scalar(let scalar): scalar.identity
        case .sequence(let items): .array(items.map(\.identity))
        case .mapping(let entries):
            .object(entries.map { JSON.Member($0.name, $0.value.identity) }.sorted { $0.name < $1.name })
        }
    }
}

extension Scalar {
    fileprivate var identity: JSON {
        guard case .double(let number) = value else { return value }
        if number.isNaN { return "NaN" }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }) {
            return .string(text)
        }
        return number.isFinite ? .double(number) : number < 0 ? "-Infinity" : "Infinity"
    }
}
