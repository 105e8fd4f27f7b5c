public import MLKitReports
public import SystemPackage

/// What the deploy stage made.
public struct DeployReport: Sendable {
    public var version: String
    /// The bundle's folder.
    public var bundle: FilePath
    public var smoke: SmokeReport
    /// The version that is served on, where people went back to it from this one.
    public var servedInstead: String?
}
