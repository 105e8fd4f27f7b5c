/// Matching with stars, each of which stands for any number of elements.
enum Wildcards {
    /// Whether a pattern fits a whole text. When it does not go on, the last star takes one element more: an earlier one
    /// need never change, so it takes at most pattern times text steps.
    static func match<Part, Element>(
        _ pattern: ArraySlice<Part>, _ text: ArraySlice<Element>, isStar: (Part) -> Bool, fits: (Part, Element) -> Bool
    ) -> Bool {
        var (part, element) = (pattern.startIndex, text.startIndex)
        var star: (part: Int, element: Int)?
        while element < text.endIndex {
            if part < pattern.endIndex, isStar(pattern[part]) {
                star = (part, element)
                part += 1
            } else if part < pattern.endIndex, fits(pattern[part], text[element]) {
                part += 1
                element += 1
            } else if let last = star {
                star = (last.part, last.element + 1)
                (part, element) = (last.part + 1, last.element + 1)
            } else {
                return false
            }
        }
        return pattern[part...].allSatisfy(isStar)
    }
}

/// One part of a pattern for a name.
enum Wildcard: Equatable {
    case character(Character)
    /// `?`
    case any
    /// `*`
    case run
    /// `[a-z]`, or with `!` in front all others.
    case set([ClosedRange<Character>], isNegated: Bool)
    /// A bracket that is never closed fits nothing.
    case never

    static func all(in pattern: String) -> [Wildcard] {
        var parts = [Wildcard]()
        var rest = Array(pattern)[...]
        while let first = rest.first {
            rest = rest.dropFirst()
            switch first {
            case "*": parts.append(.run)
            case "?": parts.append(.any)
            case "[": parts.append(set(&rest))
            default: parts.append(.character(first))
            }
        }
        return parts
    }

    /// Takes what stands between brackets; the first character may be the closing one itself.
    private static func set(_ rest: inout ArraySlice<Character>) -> Wildcard {
        guard let close = rest.dropFirst().firstIndex(of: "]") else {
            rest = []
            return .never
        }
        var inside = rest[..<close]
        rest = rest[(close + 1)...]
        let isNegated = inside.first == "!"
        if isNegated { inside = inside.dropFirst() }
        var ranges = [ClosedRange<Character>]()
        while let low = inside.first {
            let isRange = inside.count > 2 && inside[inside.startIndex + 1] == "-"
            let high = isRange ? inside[inside.startIndex + 2] : low
            if low <= high { ranges.append(low...high) }
            inside = inside.dropFirst(isRange ? 3 : 1)
        }
        return .set(ranges, isNegated: isNegated)
    }

    func fits(_ character: Character) -> Bool {
        switch self {
        case .character(let own): own == character
        case .any: true
        case .set(let ranges, let isNegated): ranges.contains { $0.contains(character) } != isNegated
        case .run, .never: false
        }
    }
}
