internal import Glibc
internal import MLKitCore

/// What quantizing one node does, with all others left in float.
public struct LayerError: Hashable, Sendable {
    /// The node's name, or what it computes where it has none.
    public var name: String
    /// Such as `MatMul`.
    public var op: String
    /// The power of the node's own result over that of its error, in dB; `nil` for a node of an inner graph, and one whose result is not
    /// of floats.
    public var signalToNoise: Double?
    /// The same of the model's answers, of several outputs the lowest; minus infinity where they are no finite numbers any more, NaN where
    /// nothing was compared.
    public var answers: Double
    /// By how much the model's file gets smaller.
    public var savedBytes: Int

    public init(name: String, op: String, signalToNoise: Double?, answers: Double, savedBytes: Int) {
        self.name = name
        self.op = op
        self.signalToNoise = signalToNoise
        self.answers = answers
        self.savedBytes = savedBytes
    }

    /// The noise in the answers for each byte that is saved, as a share of their power.
    public var noisePerByte: Double { noise(answers) / Double(max(savedBytes, 1)) }
    /// The same of its own result: what tells nodes apart of which the answers show nothing.
    public var ownNoisePerByte: Double { noise(signalToNoise ?? .nan) / Double(max(savedBytes, 1)) }

    private func noise(_ decibels: Double) -> Double { decibels.isNaN ? 0 : pow(10, -decibels / 10) }
}
