/// How far a project has come: which checklist items it must have.
public enum Maturity: String, CaseIterable, Comparable, Sendable {
    case poc
    case mvp
    case production

    public var title: String {
        switch self {
        case .poc: "proof of concept"
        case .mvp: "minimum viable product"
        case .production: "production"
        }
    }

    public static func < (lhs: Maturity, rhs: Maturity) -> Bool {
        lhs.rank < rhs.rank
    }

    private var rank: Int {
        switch self {
        case .poc: 0
        case .mvp: 1
        case .production: 2
        }
    }
}
