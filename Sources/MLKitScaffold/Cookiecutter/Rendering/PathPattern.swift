/// A pattern of Python's `fnmatch`, as `_copy_without_render` has them: `*` and `?` match `/` too.
struct PathPattern {
    private let pattern: [Unicode.Scalar]

    init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

    /// Goes back to the last `*` alone, so that time is the product of the lengths at most.
    func matches(_ path: String) -> Bool {
        let path = Array(path.unicodeScalars)
        var (at, position) = (0, 0)
        var retry: (pattern: Int, position: Int)?
        while position < path.count {
            if at < pattern.count, pattern[at] == "*" {
                at += 1
                retry = (at, position)
            } else if let next = step(at, path[position]) {
                at = next
                position += 1
            } else if let last = retry {
                retry = (last.pattern, last.position + 1)
                (at, position) = (last.pattern, last.position + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }

    /// Where the pattern goes on after taking a character; `nil` if it does not take it.
    private func step(_ at: Int, _ scalar: Unicode.Scalar) -> Int? {
        guard at < pattern.count else { return nil }
        if pattern[at] == "[", let close = pattern[(at + 1)...].dropFirst().firstIndex(of: "]") {
            return contains(pattern[(at + 1)..<close], scalar) ? close + 1 : nil
        }
        return pattern[at] == "?" || pattern[at] == scalar ? at + 1 : nil
    }

    private func contains(_ set: ArraySlice<Unicode.Scalar>, _ scalar: Unicode.Scalar) -> Bool {
        let isNegated = set.first == "!"
        var rest = isNegated ? set.dropFirst() : set
        while let low = rest.first {
            let isRange = rest.count > 2 && rest[rest.startIndex + 1] == "-"
            let high = isRange ? rest[rest.startIndex + 2] : low
            if low <= scalar, scalar <= high { return !isNegated }
            rest = rest.dropFirst(isRange ? 3 : 1)
        }
        return isNegated
    }
}
