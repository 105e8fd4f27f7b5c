/// How a stage, or the command, is asked to quantize, and what a report says of how it was done.
public enum QuantizationMethod: String, CaseIterable, Sendable {
    case `static`
    case dynamic
    case weights
    case float16
    /// Static and dynamic, of which the better is taken.
    case auto
}
