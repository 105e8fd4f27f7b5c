internal import MLKitSignature

/// What a text that is a number has before its decimal places, as far as that tells one number from another.
enum NumberSpelling {
    /// A point: `3.5`, `1,234.50`.
    case point
    /// A comma: `121,2`, `1.234,50`.
    case comma
    /// A point or a comma, which makes it one number or another: `573.707`, `1,234`.
    case either

    /// - Parameters:
    ///   - number: without unit and brackets.
    ///   - ways: one bit for each of `NumberFormat.ways` by which it is one.
    /// - Returns: `nil` for a number that is the same either way, as `12` and `1 234` are.
    init?(_ number: UnsafeBufferPointer<UInt8>, _ ways: UInt8) {
        guard number.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }) else { return nil }
        switch (ways & ~Self.commaWays != 0, ways & Self.commaWays != 0) {
        case (true, true): self = .either
        case (true, false): self = .point
        case (false, true): self = .comma
        case (false, false): return nil
        }
    }

    /// Of `NumberFormat.ways` those with a decimal comma.
    static let commaWays = NumberFormat.ways.enumerated().reduce(UInt8(0)) { bits, way in
        way.element.decimal == UInt8(ascii: ",") ? bits | 1 << UInt8(way.offset) : bits
    }
}

/// How many numbers of a column have each spelling, with the first of each.
struct SpellingCounts: Equatable {
    private(set) var point = 0
    private(set) var comma = 0
    private(set) var either = 0
    private(set) var firstPoint: String?
    private(set) var firstComma: String?
    private(set) var firstEither: String?

    mutating func add(_ spelling: NumberSpelling, _ text: UnsafeBufferPointer<UInt8>) {
        switch spelling {
        case .point: Self.add(&point, &firstPoint, text)
        case .comma: Self.add(&comma, &firstComma, text)
        case .either: Self.add(&either, &firstEither, text)
        }
    }

    private static func add(_ count: inout Int, _ first: inout String?, _ text: UnsafeBufferPointer<UInt8>) {
        count += 1
        if first == nil { first = String(decoding: text, as: UTF8.self) }
    }
}
