/// What of a plan is to be written.
public struct AdoptionChoice: Hashable, Sendable {
    public var writesSpec: Bool
    /// The paths of missing files.
    public var files: Set<String>

    public init(writesSpec: Bool, files: Set<String>) {
        self.writesSpec = writesSpec
        self.files = files
    }

    /// Everything that is missing.
    public static func all(of plan: AdoptionPlan) -> AdoptionChoice {
        AdoptionChoice(writesSpec: plan.proposal != nil, files: Set(plan.missing.map(\.path)))
    }

    /// The spec alone.
    public static func spec(of plan: AdoptionPlan) -> AdoptionChoice {
        AdoptionChoice(writesSpec: plan.proposal != nil, files: [])
    }
}
