internal import Glibc
internal import MLKitReports

/// Fits what is done to probabilities, by rows whose class is known.
struct CalibrationFitting {
    /// [rows, classes].
    let probabilities: [Double]
    let truth: [Int]
    let classes: Int

    /// With fewer rows a curve goes after chance.
    private static let leastForCurves = 1000
    private static let parts = 5

    struct Result {
        /// `nil` where nothing does better.
        var calibrator: ProbabilityCalibrator?
        var method: ProbabilityCalibrationMethod?
        /// The log-loss of rows that the method was not fitted on, without and with it.
        var before: Double
        var after: Double
    }

    /// - Parameter seed: decides which rows a method is tried on.
    func fit(_ method: ProbabilityCalibrationMethod, seed: Int) -> Result {
        let before = Self.loss(probabilities, truth, classes)
        guard isVaried else { return Result(calibrator: nil, method: nil, before: before, after: before) }
        let tried: [ProbabilityCalibrationMethod] = method == .auto
            ? [.temperature, .platt] + (truth.count >= Self.leastForCurves ? [.isotonic] : []) : [method]
        let losses = tried.map { (method: $0, loss: crossFittedLoss($0, seed: seed)) }
        guard let best = losses.min(by: { $0.loss < $1.loss }), method != .auto || best.loss < before else {
            return Result(calibrator: nil, method: nil, before: before, after: before)
        }
        return Result(calibrator: fitted(best.method), method: best.method, before: before, after: best.loss)
    }

    /// Whether there is anything to tell rows by: a model that answers all the same is as it is.
    private var isVaried: Bool {
        probabilities.indices.contains { probabilities[$0] != probabilities[$0 % classes] } && Set(truth).count > 1
    }

    private func crossFittedLoss(_ method: ProbabilityCalibrationMethod, seed: Int) -> Double {
        let folds = FoldParts(Self.parts, of: truth.map(Double.init), isClassified: true, seed: seed)
        var sum = 0.0
        for part in 0..<Self.parts {
            let held = folds.held(part)
            guard !held.isEmpty else { continue }
            let calibrator = rows(folds.others(part)).fitted(method)
            let own = rows(held)
            sum += Self.loss(calibrator.apply(own.probabilities, classes: classes), own.truth, classes) * Double(held.count)
        }
        return sum / Double(truth.count)
    }

    private func rows(_ places: [Int]) -> CalibrationFitting {
        CalibrationFitting(
            probabilities: places.flatMap { probabilities[$0 * classes..<($0 + 1) * classes] }, truth: places.map { truth[$0] },
            classes: classes)
    }

    func fitted(_ method: ProbabilityCalibrationMethod) -> ProbabilityCalibrator {
        switch method {
        case .temperature, .auto: .temperature(temperature)
        case .platt: .platt(binaryTasks.map { Self.line($0.probabilities, $0.truth) })
        case .isotonic: .isotonic(binaryTasks.map { IsotonicCurve($0.probabilities, $0.truth.map { $0 ? 1 : 0 }) })
        }
    }

    /// The second of two classes against the first, or each of several against all others.
    private var binaryTasks: [(probabilities: [Double], truth: [Bool])] {
        (classes == 2 ? [1] : Array(0..<classes)).map { place in
            (truth.indices.map { probabilities[$0 * classes + place] }, truth.map { $0 == place })
        }
    }

    // MARK: Temperature

    /// The one with the lowest log-loss, between 1/20 and 20, by golden section: the loss has one minimum.
    private var temperature: Double {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (-log(20.0), log(20.0))
        func loss(_ place: Double) -> Double {
            Self.loss(ProbabilityCalibrator.tempered(probabilities, classes, exp(place)), truth, classes)
        }
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
        var (leftLoss, rightLoss) = (loss(left), loss(right))
        for _ in 0..<60 {
            if leftLoss < rightLoss {
                (high, right, rightLoss) = (right, left, leftLoss)
                left = high - ratio * (high - low)
                leftLoss = loss(left)
            } else {
                (low, left, leftLoss) = (left, right, rightLoss)
                right = low + ratio * (high - low)
                rightLoss = loss(right)
            }
        }
        return exp((low + high) / 2)
    }

    // MARK: Platt

    /// Newton's method on Platt's targets, which are not quite 0 and 1, each step halved until the loss falls (Lin, Lin and Weng,
    /// "A note on Platt's probabilistic outputs for support vector machines", 2007).
    static func line(_ probabilities: [Double], _ truth: [Bool]) -> ProbabilityCalibrator.Line {
        line(scores: probabilities.map(ProbabilityCalibrator.logOdds), truth)
    }

    /// The same over scores of any sort, the higher the more probable.
    static func line(scores: [Double], _ truth: [Bool]) -> ProbabilityCalibrator.Line {
        let positives = Double(truth.count { $0 })
        let negatives = Double(truth.count) - positives
        let targets = truth.map { $0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }
        func loss(_ line: ProbabilityCalibrator.Line) -> Double {
            zip(scores, targets).reduce(0) { sum, row in
                let margin = line.slope * row.0 + line.offset
                return sum + max(margin, 0) - margin * row.1 + log1p(exp(-abs(margin)))
            }
        }
        var line = ProbabilityCalibrator.Line(slope: 0, offset: log((positives + 1) / (negatives + 1)))
        var current = loss(line)
        for _ in 0..<100 {
            var (first, second) = (0.0, 0.0)
            var (aa, ab, bb) = (1e-12, 0.0, 1e-12)
            for (score, target) in zip(scores, targets) {
                let share = ProbabilityCalibrator.logistic(line.slope * score + line.offset)
                let (error, spread) = (share - target, share * (1 - share))
                first += error * score
                second += error
                aa += spread * score * score
                ab += spread * score
                bb += spread
            }
            guard max(abs(first), abs(second)) > 1e-9 * Double(scores.count) else { break }
            let determinant = aa * bb - ab * ab
            guard determinant > 0 else { break }
            let (slope, offset) = ((bb * first - ab * second) / determinant, (aa * second - ab * first) / determinant)
            var step = 1.0
            while step > 1e-10 {
                let next = ProbabilityCalibrator.Line(slope: line.slope - step * slope, offset: line.offset - step * offset)
                let value = loss(next)
                if value < current {
                    (line, current) = (next, value)
                    break
                }
                step /= 2
            }
            guard step > 1e-10 else { break }
        }
        return line
    }

    /// The mean log-loss.
    private static func loss(_ probabilities: [Double], _ truth: [Int], _ classes: Int) -> Double {
        guard !truth.isEmpty else { return 0 }
        return truth.enumerated().reduce(0) { $0 - log(max(probabilities[$1.offset * classes + $1.element], ProbabilityCalibrator.least)) }
            / Double(truth.count)
    }
}
