/// Finds a step along a descent direction that meets the strong Wolfe conditions: Nocedal and Wright,
/// "Numerical Optimization" (2nd edition, 2006), algorithms 3.5 (bracketing) and 3.6 (zoom).
struct LineSearch {
    let function: LBFGS.Function
    let point: [Double]
    let value: Double
    let direction: [Double]
    /// The share of the predicted decrease a step must bring.
    var decrease = 1e-4
    /// The share of the initial slope that may be left.
    var curvature = 0.9

    /// A point tried along the direction.
    struct Trial {
        var length: Double
        var point: [Double]
        var value: Double
        var gradient: [Double]
        /// The derivative along the direction.
        var slope: Double
    }

    /// - Parameter first: the length tried first, in units of the direction.
    /// - Returns: a step that lowers the function; `nil` if rounding leaves none to be found.
    func step(gradient: [Double], trying first: Double) -> Trial? {
        let start = Trial(
            length: 0, point: point, value: value, gradient: gradient, slope: gradient.dot(direction))
        guard start.slope < 0 else { return nil }
        var previous = start
        var length = first
        for _ in 0..<30 {
            let trial = attempt(length)
            if !isLower(trial, than: start) || (previous.length > 0 && trial.value >= previous.value) {
                return zoom(previous, trial, start)
            }
            if isFlat(trial, beside: start) { return trial }
            if trial.slope >= 0 { return zoom(trial, previous, start) }
            previous = trial
            length *= 2
        }
        return previous.length > 0 ? previous : nil
    }

    /// Narrows an interval whose `low` end is the best point so far and that holds a point to our liking.
    private func zoom(_ low: Trial, _ high: Trial, _ start: Trial) -> Trial? {
        var low = low
        var high = high
        for _ in 0..<40 {
            let trial = attempt(between(low, high))
            if !isLower(trial, than: start) || trial.value >= low.value {
                high = trial
            } else {
                if isFlat(trial, beside: start) { return trial }
                if trial.slope * (high.length - low.length) >= 0 { high = low }
                low = trial
            }
            if abs(high.length - low.length) <= Double.ulpOfOne * max(high.length, low.length) { break }
        }
        return low.length > 0 && low.value < start.value ? low : nil
    }

    /// Where the parabola through value and slope at `low` and value at `high` has its minimum, kept away
    /// from both ends.
    private func between(_ low: Trial, _ high: Trial) -> Double {
        let width = high.length - low.length
        let bend = high.value - low.value - low.slope * width
        let share = bend > 0 && bend.isFinite ? -low.slope * width / (2 * bend) : 0.5
        return low.length + width * min(max(share, 0.1), 0.9)
    }

    private func attempt(_ length: Double) -> Trial {
        var place = point
        place.add(length, direction)
        var gradient = [Double](repeating: 0, count: place.count)
        let value = function(place, &gradient)
        return Trial(length: length, point: place, value: value, gradient: gradient, slope: gradient.dot(direction))
    }

    private func isLower(_ trial: Trial, than start: Trial) -> Bool {
        trial.value <= start.value + decrease * trial.length * start.slope
    }

    private func isFlat(_ trial: Trial, beside start: Trial) -> Bool {
        abs(trial.slope) <= -curvature * start.slope
    }
}
