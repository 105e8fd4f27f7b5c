public import MLKitReports
public import SystemPackage

/// What the deploy stage made.
public struct DeployReport: Sendable {
    public var version: String
    /// The bundle's folder.
    public var bundle: FilePath
    public var smoke: SmokeReport
}
