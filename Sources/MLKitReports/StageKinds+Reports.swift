public import MLKitSpec

extension StageKinds {
    /// The reports among the outputs of stages, and those that stand elsewhere: in a bundle, and in the folder of looks at test splits.
    public var allReports: [any Report.Type] { reports + [SmokeReport.self, TestLook.self, TestSearch.self] }
}
