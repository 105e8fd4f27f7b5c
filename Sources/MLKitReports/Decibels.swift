internal import MLKitCore

/// Signal to noise, for people.
public enum Decibels {
    /// "31.2 dB"; infinity where nothing differs, minus infinity where nothing is left but noise, NaN where nothing was compared.
    public static func text(_ value: Double) -> String {
        value.isNaN ? "–" : value.isFinite ? "\(value.brief(1)) dB" : value > 0 ? "no noise" : "no signal"
    }

    /// In a sentence: "31.2 dB of signal to noise".
    public static func words(_ value: Double) -> String { value.isFinite ? "\(text(value)) of signal to noise" : text(value) }
}
