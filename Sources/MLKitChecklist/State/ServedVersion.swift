public import MLKitCore
public import MLKitSpec
internal import SystemPackage

/// The version that is served, where it is another than the one that the stages made, as their locks say: `mlkit deploy promote`
/// chose it, or another branch did, since git need not have `current`. What reports say of the model is not said of that one.
public struct ServedVersion: Hashable, Sendable {
    /// The folder of the bundle that `current` names.
    public let served: String
    /// That of the stage's lock.
    public let made: String
    public let stage: String

    /// - Parameter text: a file of the project; `nil` if it is not there.
    /// - Returns: `nil` if the version of the stages is served, or none is, or no lock names one.
    public init?(otherThanOf spec: ProjectSpec, text: (String) throws -> String?) rethrows {
        let folder = spec.layout.deploy
        guard let name = try text("\(folder)/current")?.trimmed, FilePath.Component(name)?.kind == .regular else { return nil }
        var made = [(stage: String, bundle: String)]()
        for stage in spec.stages where stage.settings.makes.contains(.bundle) {
            guard let lock = try text(".mlkit/lock/\(stage.name).json"), let json = try? JSON(parsing: Array(lock.utf8)) else { continue }
            let bundles = (json["outputs"]?.members ?? []).map(\.name).filter { $0.hasPrefix(folder + "/") }
            made += bundles.map { (stage.name, $0) }
        }
        served = "\(folder)/\(name)"
        guard let first = made.first, !made.contains(where: { [served] in $0.bundle == served }) else { return nil }
        (stage, self.made) = first
    }

    /// "served is `deploy/a`, another version than `deploy/b` of the stage `deploy`".
    public var words: String { "served is `\(served)`, another version than `\(made)` of the stage `\(stage)`" }

    /// What brings the two together.
    public var advice: String { "`mlkit deploy promote \(made.split(separator: "/").last ?? "")` serves that one" }

    /// `{"served", "made", "stage"}`.
    public var json: JSON { ["served": .string(served), "made": .string(made), "stage": .string(stage)] }
}
