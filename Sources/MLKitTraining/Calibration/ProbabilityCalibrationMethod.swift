/// How probabilities are brought in line with how often they come true.
package enum ProbabilityCalibrationMethod: String, CaseIterable, Sendable {
    /// The one of the others, or none, that does best on rows that it was not fitted on.
    case auto
    /// The logistic function of a line over log-odds (Platt, "Probabilistic outputs for support vector machines", 1999).
    case platt
    /// A curve that never falls (Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability estimates",
    /// 2002).
    case isotonic
    /// Logarithms of probabilities divided by a number (Guo et al., "On calibration of modern neural networks", 2017).
    case temperature
}
