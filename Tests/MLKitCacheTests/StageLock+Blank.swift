import MLKitCore
import MLKitFingerprints
import MLKitSpec

extension StageLock {
    /// Of a stage that follows from nothing and made nothing.
    static var blank: StageLock {
        StageLock(
            fingerprint: StageFingerprint(
                kind: "command", version: 1, configuration: .null, parameters: [:], environment: [:], inputs: [:]),
            outputs: [:], result: StageResult(summary: ""))
    }
}
