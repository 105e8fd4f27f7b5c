internal import MLKitCore

/// Which versions a requirement asks for (PEP 440, "Version specifiers"), as far as whole numbers tell: what more there is in
/// them lets every version pass.
struct VersionBounds {
    /// As PEP 503 has it.
    let package: String
    /// The clauses as they are written.
    let text: String
    private let clauses: [(sign: String, numbers: [Int], isOpen: Bool)]

    private static let signs = ["===", "==", "~=", "!=", ">=", "<=", ">", "<"]

    /// Of a line such as `pandas[x]>=2,<3; python_version > "3"`.
    init?(_ line: String) {
        guard !line.contains(" @ "), !line.contains("://") else { return nil }
        let whole = line.prefix { $0 != ";" && $0 != "#" }
        let name = whole.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        guard let first = name.first, first.isLetter || first.isNumber else { return nil }
        var rest = whole.dropFirst(name.count)
        if rest.trimmed.hasPrefix("[") { rest = rest.drop { $0 != "]" }.dropFirst() }
        let text = (rest.firstRange(of: " --").map { rest[..<$0.lowerBound] } ?? rest).filter { !"() ".contains($0) }
        package = PinnedRequirement.normal(String(name))
        self.text = text
        clauses = text.split(separator: ",").compactMap { clause in
            guard let sign = Self.signs.first(where: clause.hasPrefix) else { return nil }
            let version = clause.dropFirst(sign.count)
            let isOpen = version.hasSuffix(".*")
            return Self.numbers(isOpen ? version.dropLast(2) : version).map { (sign, $0, isOpen) }
        }
    }

    /// Those of a file's lines.
    static func all(in text: String) -> [VersionBounds] {
        text.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.hasPrefix("-") && !$0.hasPrefix("#") }
            .compactMap { VersionBounds($0) }
    }

    func admit(_ version: String) -> Bool {
        guard let own = Self.numbers(version.prefix { $0 != "+" }) else { return true }
        return clauses.allSatisfy { sign, wanted, isOpen in
            let start = Array((own + Array(repeating: 0, count: wanted.count)).prefix(wanted.count))
            switch sign {
            case "==" where isOpen: return start == wanted
            case "!=" where isOpen: return start != wanted
            case "==", "===": return Self.isOrdered(own, wanted) == 0
            case "!=": return Self.isOrdered(own, wanted) != 0
            case ">=": return Self.isOrdered(own, wanted) >= 0
            case "<=": return Self.isOrdered(own, wanted) <= 0
            case ">": return Self.isOrdered(own, wanted) > 0
            case "<": return Self.isOrdered(own, wanted) < 0
            default: return Self.isOrdered(own, wanted) >= 0 && start.dropLast() == wanted.dropLast()
            }
        }
    }

    /// The numbers of a release; `nil` for one that is more than numbers.
    private static func numbers(_ version: some StringProtocol) -> [Int]? {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count ? numbers : nil
    }

    /// Below, at or above 0 as the first is older, the same or newer. What is left out is 0.
    private static func isOrdered(_ first: [Int], _ second: [Int]) -> Int {
        for index in 0..<max(first.count, second.count) {
            let (left, right) = (index < first.count ? first[index] : 0, index < second.count ? second[index] : 0)
            if left != right { return left < right ? -1 : 1 }
        }
        return 0
    }
}
